"""The rules in force: each rule's check, with its texts from ``rules/data/rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rules.checks import (
    duplicate_document,
    encrypted_file,
    file_gone,
    issuer_ended,
    issuer_not_sender,
    no_date,
    no_number,
    no_signer,
    nothing_received,
    number_date_conflict,
    partly_read,
    plan_section_missing,
    report_period_mismatch,
    secret_marked,
    target_missed,
    task_not_reported,
    unmatched_document,
    unreadable_file,
)
from rules.checks.plan_defects import of_rule
from rules.checks.row_against_plan import later_deadline, other_lead
from rules.checks.row_missing import lacking
from rules.checks.status import of_status
from rules.model.dossier import Dossier, Problem, Severity, Status
from rules.settings import PLAIN, Settings

Check = Callable[[Dossier], Iterator[Problem]]
_TEXTS = Path(__file__).parent / "data" / "rules.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read it: what it means, an example that fires, one that holds."""

    id: str
    severity: Severity
    title: str
    title_en: str
    means: str
    means_en: str
    fires: str
    holds: str
    on: bool = True
    usual: Severity | None = None  # its own severity, where a clerk's settings changed it


CHECKS: Mapping[str, Check] = {
    "missing-output": of_status(Status.MISSING, duties=False),
    "late-output": of_status(Status.LATE, duties=False),
    "undated-output": of_status(Status.UNDATED),
    "wrong-issuer": of_status(Status.WRONG_ISSUER),
    "wrong-type": of_status(Status.WRONG_TYPE),
    "cited-not-attached": of_status(Status.CITED),
    "reported-not-done": of_status(Status.NOT_DONE),
    "needs-review": of_status(Status.REVIEW),
    "not-checkable": of_status(Status.UNREADABLE),
    "nothing-received": nothing_received.check,
    "task-not-reported": task_not_reported.check,
    "missing-report": of_status(Status.MISSING, duties=True),
    "late-report": of_status(Status.LATE, duties=True),
    "report-period-mismatch": report_period_mismatch.check,
    "plan-section-missing": plan_section_missing.check,
    "row-missing-output": lacking("row-missing-output"),
    "row-missing-deadline": lacking("row-missing-deadline"),
    "row-missing-lead": lacking("row-missing-lead"),
    "row-later-deadline": later_deadline,
    "row-other-lead": other_lead,
    "unreadable-file": unreadable_file.check,
    "partly-read": partly_read.check,
    "encrypted-file": encrypted_file.check,
    "secret-marked": secret_marked.check,
    "unmatched-document": unmatched_document.check,
    "file-gone": file_gone.check,
    "duplicate-document": duplicate_document.check,
    "no-number": no_number.check,
    "no-date": no_date.check,
    "no-signer": no_signer.check,
    "issuer-not-sender": issuer_not_sender.check,
    "issuer-ended": issuer_ended.check,
    "number-date-conflict": number_date_conflict.check,
    "target-missed": target_missed.check,
    "plan-lead-coordinates": of_rule("plan-lead-coordinates"),
    "plan-outputs-deadlines-mismatch": of_rule("plan-outputs-deadlines-mismatch"),
    "plan-unknown-agency": of_rule("plan-unknown-agency"),
    "plan-near-duplicate-tasks": of_rule("plan-near-duplicate-tasks"),
    "plan-deadline-unclear": of_rule("plan-deadline-unclear"),
}


@cache
def rulebook() -> Mapping[str, Rule]:
    """Every rule by id, in the order of the list above."""
    texts = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
    return {
        id: Rule(**{**texts[id], "id": id, "severity": Severity(texts[id]["severity"])})
        for id in CHECKS
    }


def in_force(settings: Settings) -> Mapping[str, Rule]:
    """Every rule as a clerk's settings leave it: its severity, and whether it is on."""
    return {id: _set(rule, settings) for id, rule in rulebook().items()}


def _set(rule: Rule, settings: Settings) -> Rule:
    severity = settings.severity.get(rule.id, rule.severity)
    usual = rule.severity if severity is not rule.severity else None
    return replace(rule, severity=severity, usual=usual, on=rule.id not in settings.off)


def check(dossier: Dossier, settings: Settings = PLAIN) -> Iterator[tuple[Rule, Problem]]:
    """Every problem that every rule in force finds in a judged dossier."""
    for id, rule in in_force(settings).items():
        if rule.on:
            for problem in CHECKS[id](dossier):
                yield rule, problem

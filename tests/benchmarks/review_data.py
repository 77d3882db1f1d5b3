"""Results of any number of findings, made from the plan of the samples: what a large office has.

Every finding has an agency of the province's register, communes included, a task of the plan, a
message of the usual length, and one in three a paper with a quote.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random

from extractors.document import Anchor
from pipeline.findings import find
from pipeline.outputs.report import Report, build_report
from pipeline.plans.prepare import Prepared, prepare
from pipeline.storage.store import Run, Store
from rules.catalogue import Rule, rulebook
from rules.model.dossier import Evidence, Judgement, Problem, Status
from rules.model.papers import Header, Paper, Role

PLAN = Path(__file__).resolve().parents[2] / "samples" / "plan" / "plan.docx"
AS_OF = date(2024, 12, 20)
_OWED = ("missing-output", "late-output", "wrong-type", "undated-output", "needs-review")
_OF_PAPERS = ("no-date", "no-signer", "unmatched-document", "number-date-conflict")
_PAPERS_FOR_FINDINGS = 20


def write_results(out: Path, number: int, seed: int = 7) -> float:
    """Write ``doichieu.db`` with this many findings; the seconds that writing took."""
    with Store.open(out / "doichieu.db") as store:
        report = make_report(store, out, number, seed)
        began = datetime.now()
        store.write_run(report, Run(began, began, "0"))
    return (datetime.now() - began).total_seconds()


def make_report(store: Store, inbox: Path, number: int, seed: int = 7) -> Report:
    """What a run would tell that comes to this many findings."""
    chance, prepared = Random(seed), prepare(PLAN)
    papers = _papers(prepared, max(1, number // _PAPERS_FOR_FINDINGS), chance)
    problems = list(_problems(prepared, papers, number, chance))
    return build_report(
        plan=prepared.plan,
        as_of=AS_OF,
        agencies=prepared.registry.agencies,
        papers=papers,
        judgements=[Judgement(one, Status.MISSING) for one in prepared.obligations],
        findings=find(problems, prepared.plan.title, store.previous_findings()),
        rules=rulebook(),
        inbox=inbox,
    )


def _papers(prepared: Prepared, number: int, chance: Random) -> list[Paper]:
    agencies = [agency.id for agency in prepared.registry.agencies]
    made = []
    for at in range(number):
        sender = chance.choice(agencies)
        header = Header(number=str(at % 999 + 1), symbol="BC-UBND", title=_words(prepared, chance))
        path = f"{sender}/{at:06} {_words(prepared, chance)[:40].replace('/', '-')}.docx"
        made.append(
            Paper(
                id=f"d{at:07}",
                path=path,
                sha256=f"{at:064x}",
                read_status="ok",
                header=header,
                sender_id=sender,
                issuer_id=sender,
                role=Role.EVIDENCE,
            )
        )
    return made


def _problems(
    prepared: Prepared, papers: list[Paper], number: int, chance: Random
) -> list[tuple[Rule, Problem]]:
    obligations = list(prepared.obligations)
    chance.shuffle(obligations)
    rules = rulebook()
    problems: list[tuple[Rule, Problem]] = []
    agencies = [agency.id for agency in prepared.registry.agencies]
    for at, due in enumerate(islice(cycle(obligations), number)):
        paper = papers[at % len(papers)] if at % 3 == 0 else None
        rule = chance.choice(_OF_PAPERS if paper and at % 2 else _OWED)
        owed = rule in _OWED
        words = _words(prepared, chance)
        shown = f" Có văn bản “{paper.path.rpartition('/')[2]}”." if paper else ""
        problems.append(
            (
                rules[rule],
                Problem(
                    message=f"{due.agency_id}, địa bàn {at}: “{due.output}” về {words}.{shown}",
                    message_en="",
                    agency_id=due.agency_id if at % 2 else chance.choice(agencies),
                    task_id=due.task_id if owed else "",
                    output_no=due.output_no if owed else None,
                    obligation_id=due.id if owed else "",
                    document_id=paper.id if paper else "",
                    subject=str(at),
                    evidence=(Evidence(paper.id, paper.path, Anchor(page=1), words),)
                    if paper
                    else (),
                ),
            )
        )
    return problems


def _words(prepared: Prepared, chance: Random) -> str:
    words = chance.choice(prepared.plan.tasks).text.split()
    start = chance.randrange(max(1, len(words) - 12))
    return " ".join(words[start : start + 16])

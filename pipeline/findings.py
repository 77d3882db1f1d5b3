"""From what the checks found to the lines of the list: identity, code, and what changed.

A finding's fingerprint is its identity over all runs: plan, rule, task, output, period, agency
and subject, never a path, a page, a score or wording. Its basis is a hash of the facts shown, so
that a decision on other facts comes back marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from rules.catalogue import Rule
from rules.model.dossier import Finding, Problem
from rules.vietnamese.text import fold

# 31 signs without I, L, O, U, V; 31 is prime, so that the check character catches every single
# wrong sign and every swap of two.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTWXYZ"
_BASE = len(_SIGNS)
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Former:
    """What the last run knew of a finding: its basis, and whether it was still there."""

    basis: str
    present: bool


def find(
    problems: Iterable[tuple[Rule, Problem]], plan_title: str, former: Mapping[str, Former]
) -> tuple[Finding, ...]:
    """The findings of a run; the same identity found twice is told once. The report orders them.

    Papers that cannot be told apart by their head are told apart by their content.
    """
    found: dict[str, Finding] = {}
    problems = list(problems)
    contents: dict[str, set[str]] = defaultdict(set)
    for rule, problem in problems:
        contents[_fingerprint(rule.id, problem, plan_title)].add(problem.content)
    for rule, problem in problems:
        fingerprint = _fingerprint(rule.id, problem, plan_title)
        if len(contents[fingerprint]) > 1:
            alone = replace(problem, subject=problem.content)
            fingerprint = _fingerprint(rule.id, alone, plan_title)
        if fingerprint in found:
            continue
        basis = _hash(rule.id, *(problem.facts or (problem.message,)))
        found[fingerprint] = Finding(
            code=code_of(fingerprint),
            fingerprint=fingerprint,
            basis=basis,
            rule=rule.id,
            severity=rule.severity,
            state=_state(former.get(fingerprint), basis),
            problem=problem,
        )
    return tuple(found.values())


def code_of(fingerprint: str) -> str:
    """The code that people read and type: ``PH-XXXX-XXXX-X``."""
    number = int(fingerprint, 16) % _BASE**_DIGITS
    digits = []
    for _ in range(_DIGITS):
        number, digit = divmod(number, _BASE)
        digits.append(digit)
    signs = "".join(_SIGNS[digit] for digit in digits)
    return f"PH-{signs[:4]}-{signs[4:]}-{_SIGNS[_check(digits)]}"


def is_code(text: str) -> bool:
    """Whether a typed code is whole: its check character agrees.

    >>> is_code("PH-0000-0001-8"), is_code("PH-0000-0010-8")
    (True, False)
    """
    signs = _signs(text)
    if len(signs) != _DIGITS + 1 or any(sign not in _SIGNS for sign in signs):
        return False
    digits = [_SIGNS.index(sign) for sign in signs]
    return _check(digits[:-1]) == digits[-1]


def canonical(code: str) -> str:
    """A typed code as it is kept.

    >>> canonical("ph 0000 00018"), canonical("00000001-8")
    ('PH-0000-0001-8', 'PH-0000-0001-8')
    """
    signs = _signs(code)
    return f"PH-{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def _signs(code: str) -> str:
    return code.upper().replace("-", "").replace(" ", "").removeprefix("PH")


def _check(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, start=1)) % _BASE


def _fingerprint(rule: str, problem: Problem, plan_title: str) -> str:
    output = "" if problem.output_no is None else str(problem.output_no)
    return _hash(
        fold(plan_title),
        rule,
        problem.task_id,
        output,
        problem.period,
        problem.agency_id,
        problem.subject,
    )


def _hash(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _state(former: Former | None, basis: str) -> str:
    if former is None:
        return "new"
    if not former.present:
        return "reopened"
    return "unchanged" if former.basis == basis else "changed"

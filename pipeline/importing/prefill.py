"""What stands on a finding in the words of the workbook, the same for writing and merging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import blake2b
from typing import NamedTuple

from pipeline.decisions.standing import Standing
from rules.vietnamese.text import fold


class Prefilled(NamedTuple):
    """The words of the decision cells of one row, in the order of their columns."""

    decision: str = ""
    reason: str = ""
    value: str = ""
    note: str = ""
    by: str = ""

    @property
    def said(self) -> tuple[str, str, str, str]:
        """The decision itself, without who took it."""
        return self[:4]


def prefill(standing: Standing, label: str, paper: str) -> Prefilled:
    """The words of what stands; ``paper`` names the paper it is about, if any."""
    value = [day_text(standing.value["day"])] if standing.value.get("day") else []
    value += [paper] if standing.value.get("sha256") else []
    at = datetime.fromisoformat(standing.decided_at)
    by = f"{standing.decided_by}, {at:%d/%m/%Y}"
    return Prefilled(label, standing.reason, "; ".join(value), standing.note, by)


def day_text(day: str) -> str:
    """An ISO day as a Vietnamese reader writes it."""
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def number_key(words: str) -> str:
    """A paper's number as compared: ``15/KH-SNV`` however it is typed."""
    text = fold(words).removeprefix("so ").replace(" ", "")
    number, stroke, symbol = text.partition("/")
    return f"{number.lstrip('0')}{stroke}{symbol}"


def plan_mark(title: str) -> str:
    """The plan that a workbook belongs to, as its hidden sheet says it."""
    return blake2b(fold(title).encode("utf-8", "replace"), digest_size=8).hexdigest()


def run_mark(findings: Iterable[tuple[str, str]]) -> str:
    """The run that a workbook was made from: what it found, by fingerprint and basis.

    A run that finds the same again writes the same workbook.
    """
    lines = sorted(f"{fingerprint} {basis}" for fingerprint, basis in findings)
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()

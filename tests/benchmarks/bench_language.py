"""How well the language of reports is read: modality of sentences, citations in passages.

Fixed rules on cases written by hand (``tests/rules/cases_*.toml``); nothing is trained. Parts of
the files were written after the rules; their comments say how many of them were read right
before any rule was changed for them (modality: 120 of 126): what unseen text can expect.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rules.document_types import DocumentTypes
from rules.model.papers import Modality
from rules.vietnamese.citations import Found, find_citations
from rules.vietnamese.modality import read_modality

CASES = Path(__file__).resolve().parents[1] / "rules"


@dataclass(frozen=True, slots=True)
class ModalityCase:
    """A sentence, the heading it stands under, and what a careful reader says it claims."""

    text: str
    heading: str
    modality: Modality


def modality_cases() -> list[ModalityCase]:
    """The sentences of ``cases_modality.toml``."""
    data = tomllib.loads((CASES / "cases_modality.toml").read_text(encoding="utf-8"))
    return [
        ModalityCase(text, group["heading"], Modality(group["modality"]))
        for group in data["group"]
        for text in group["sentences"]
    ]


def citation_cases() -> dict[str, list[str]]:
    """The passages of ``cases_citations.toml`` with what each one names."""
    data = tomllib.loads((CASES / "cases_citations.toml").read_text(encoding="utf-8"))
    passages: dict[str, list[str]] = data["passages"]
    return passages


def written(found: Found) -> str:
    """A found citation in the form of the cases: ``Kế hoạch|12|KH-SNV|2024-01-15``."""
    day = found.issued_on.isoformat() if found.issued_on else ""
    return "|".join((found.doc_type, found.number, found.symbol, day))


def citation_scores() -> tuple[int, list[str], list[str]]:
    """How many were found right, which were invented, which were missed."""
    types = DocumentTypes.load()
    right, invented, missed = 0, [], []
    for passage, named in citation_cases().items():
        found = Counter(written(one) for one in find_citations(passage, types))
        true = Counter(named)
        right += (found & true).total()
        invented += [f"{one} <- {passage}" for one in (found - true).elements()]
        missed += [f"{one} <- {passage}" for one in (true - found).elements()]
    return right, invented, missed


def report() -> str:
    """Accuracy of modality, precision and recall of citations, with every failure."""
    cases = modality_cases()
    wrong = [case for case in cases if read_modality(case.text, case.heading) is not case.modality]
    right, invented, missed = citation_scores()
    precision, recall = right / (right + len(invented)), right / (right + len(missed))
    lines = [
        f"modality: {len(cases) - len(wrong)} of {len(cases)} sentences right, "
        f"accuracy {1 - len(wrong) / len(cases):.3f}",
        *(f"  wrong: should be {case.modality}: {case.text}" for case in wrong),
        f"citations: {right} right, {len(invented)} invented, {len(missed)} missed; "
        f"precision {precision:.3f}, recall {recall:.3f}",
        *(f"  invented: {one}" for one in invented),
        *(f"  missed: {one}" for one in missed),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())

"""Whether an official letter (công văn) on a report is the report or asks others for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.agencies import Registry
from rules.model.papers import Modality
from rules.vietnamese.clauses import split_clauses
from rules.vietnamese.figures import find_figures
from rules.vietnamese.header_words import flat
from rules.vietnamese.modality import marked_modality

# The subject of a letter that may be a report: "V/v báo cáo ...", "V/v gửi báo cáo ...".
SUBJECT = re.compile(
    r"^(?:v/v\s+|ve\s+viec\s+|viec\s+)?"
    r"(?:(?:gui\s+)?bao cao|ket qua (?:thuc hien|trien khai))(?!\w)"
)
_RESULTS = 2  # statements of work done that make a letter a report to whomever it goes
_ADDRESS = re.compile(r"^\W*kinh (?:gui|trinh)\b")
_END = re.compile(r"^\W*noi nhan\b")
_ITEM = re.compile(r"^\s*[-–+*•]")
_GOES_ON = re.compile(r"[:;,]\s*$")
_ASKS = re.compile(r"(?<!\w)(?:de nghi|yeu cau|don doc)(?!\w)")
_ASKED_TO = re.compile(r"(?<!\w)(?:gui|bao cao|nop|cung cap)(?!\w)")
# "theo yêu cầu", "Công văn số 5/SNV-VP của Sở Nội vụ đề nghị": another's words, not the sender's;
# "đã ban hành 03 văn bản yêu cầu": work done.
_QUOTED = re.compile(
    r"(?<!\w)(?:theo|thuc hien|can cu|dap ung)\W*$"
    r"|(?<!\w)(?:ve viec|v/v|cong van so|van ban so)(?!\w)[^,]*$"
    r"|(?<!\w)da(?!\w)[^,]*$"
)
# "Đề nghị Sở Nội vụ tổng hợp, báo cáo UBND tỉnh" closes a report.
_COLLECTS = re.compile(r"(?<!\w)(?:tong hop|xem xet|quan tam)(?!\w)")
# The report is another paper, sent with the letter.
_COVERS = re.compile(
    r"(?<!\w)gui (?:kem )?(?:theo )?bao cao so"
    r"|(?<!\w)(?:co|kem theo) bao cao (?:chi tiet )?(?:gui )?kem"
)


def is_report(text: str, bodies: frozenset[str], registry: Registry) -> bool:
    """Whether a letter on a report is the sender's own report.

    ``bodies`` are those that the reports go to. A letter to one of them reports, and so does one
    that tells results; one that asks others for reports does not.
    """
    address, body = _parts(text)
    to = _is_to(address, bodies, registry)
    clauses = list(_clauses(body))
    results = sum(map(_is_result, clauses)) >= _RESULTS
    if any(_asks(clause, to, bodies, registry) for clause in clauses):
        return to and results
    if any(_COVERS.search(flat(clause)) for clause in clauses):
        return results
    return to or results


def _parts(text: str) -> tuple[str, list[str]]:
    """The address, with its items, and the lines from there to the list of recipients."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if _ADDRESS.match(flat(line))), None)
    if first is None:
        return "", lines
    last = first + 1
    while last < len(lines) and (_ITEM.match(lines[last]) or _GOES_ON.search(lines[last - 1])):
        last += 1
    end = next((i for i in range(last, len(lines)) if _END.match(flat(lines[i]))), len(lines))
    return "\n".join(lines[first:last]), lines[last:end]


def _clauses(lines: list[str]) -> Iterator[str]:
    for line in lines:
        for start, end in split_clauses(line):
            yield line[start:end]


def _is_to(address: str, bodies: frozenset[str], registry: Registry) -> bool:
    """Whether the letter goes to one of the bodies, and not to whole groups of agencies too."""
    named = {mention.agency_id for mention in registry.mentions(address)}
    return bool(named & bodies) and not any(map(registry.is_group, named))


def _is_result(clause: str) -> bool:
    modality = marked_modality(clause)
    return modality is Modality.DONE or (modality is None and bool(find_figures(clause)))


def _asks(clause: str, to: bool, bodies: frozenset[str], registry: Registry) -> bool:
    """Whether the clause asks others than the collecting body to report."""
    folded = flat(clause)
    found = _ASKS.search(folded)
    asked = _ASKED_TO.search(folded, found.end()) if found else None
    if found is None or asked is None or _QUOTED.search(folded[: found.start()]):
        return False
    whom = clause[found.end() : asked.start()]
    if to and _COLLECTS.search(flat(whom)):
        return False
    return not any(mention.agency_id in bodies for mention in registry.mentions(whom))

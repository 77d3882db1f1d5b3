"""What a statement claims about the work: done, going on, planned, not done, or no case arose.

The words are data. The marker that stands first in the clause decides, the part of the report
where no marker stands; what is in brackets speaks of a part only and changes nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.model.papers import Modality
from rules.vietnamese.figures import find_figures
from rules.vietnamese.sections import read_part
from rules.vietnamese.text import fold, key
from rules.vietnamese.texts_in_hand import once_in_hand

_BRACKETS = re.compile(r"\([^()]*\)")
_PART_SEPARATOR = re.compile(r"[,;:]")
_GAP = r"(?:\S+ ){0,6}?"
_NUMBER = r"\d+(?:[.,/]\d+)*\s?%?"
_REASON = re.compile(r"(?<=\S) (?:do|vì|bởi|vi|boi) (?!(?:đó|vậy|do|vay)\b)\S.*$")
_REASON_FIRST = re.compile(r"^(?:do|vì|bởi|vi|boi) .{1,160}?\b(?:nên|nen)\b ")
# What may stand before an opening: "Trong thời gian qua,", "Năm 2025,", "Đến nay,".
_ADVERBIAL = re.compile(
    r"^(?:[-+*•–]\s*)?(?:(?:trong|từ|đến|tính đến|năm|quý|tháng|ngày|hiện|tại|qua|trên|6|9)\b"
    r"[^,;:]{0,60}[,:]\s*)?"
)
_SHARE = re.compile(r"^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%\s*$")
_TOPIC = re.compile(r"(?:về|đối với|việc|công tác|kết quả|trường hợp)\b")
_RESULT = re.compile(r"(?<!\w)(?:đã|được|da|duoc)(?!\w)")
_BY_PART = {
    "outlook": Modality.PLANNED,
    "proposals": Modality.PLANNED,
    "shortcomings": Modality.IN_PROGRESS,
    "causes": Modality.IN_PROGRESS,
}
_MIXED = (Modality.NOT_DONE, Modality.PLANNED)
_ORDER = (
    Modality.DONE,
    Modality.IN_PROGRESS,
    Modality.NOT_ARISEN,
    Modality.NOT_DONE,
    Modality.PLANNED,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One entry of the table, compiled with diacritics and without."""

    name: str
    modality: Modality | None
    opening: bool
    overrides: bool
    unless_result: bool
    relative: bool
    defers: bool
    marked: re.Pattern[str]
    plain: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    length: int
    marker: Marker


def _pattern(phrases: list[str], plain: bool) -> re.Pattern[str]:
    compiled = []
    for phrase in phrases:
        words = fold(phrase) if plain else key(phrase)
        # fold and key lower the class \S; both ways of writing a word are kept as they are.
        words = words.replace("\\s+ ", "\\S+ ").replace("... ", _GAP).replace("#", _NUMBER)
        compiled.append(words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(compiled)})(?!\w)")


@cache
def _table() -> dict[str, list[dict[str, str | bool | list[str]]]]:
    data = resources.files("rules").joinpath("data/modality.toml").read_text("utf-8")
    return tomllib.loads(data)


@cache
def markers() -> tuple[Marker, ...]:
    """The markers of ``rules/data/modality.toml``."""
    read = []
    for entry in _table()["marker"]:
        phrases = entry["phrases"]
        assert isinstance(phrases, list)
        read.append(
            Marker(
                name=str(entry["name"]),
                modality=Modality(str(entry["modality"])) if entry["modality"] else None,
                opening=entry.get("where") == "opening",
                overrides=bool(entry.get("overrides")),
                unless_result=bool(entry.get("unless_result")),
                defers=bool(entry.get("defers")),
                relative=entry.get("relative", True) is True
                and entry["modality"] != Modality.DONE.value,
                marked=_pattern(phrases, plain=False),
                plain=_pattern(phrases, plain=True),
            )
        )
    return tuple(read)


@cache
def _relative(plain: bool) -> re.Pattern[str]:
    return _pattern(tomllib.loads(
        resources.files("rules").joinpath("data/modality.toml").read_text("utf-8")
    )["relative"]["phrases"], plain)  # fmt: skip


def read_modality(text: str, heading: str = "", year: int | None = None) -> Modality:
    """What a statement under that heading claims; ``year`` is the report's.

    >>> read_modality("Đang hoàn thiện dự thảo (đã lấy ý kiến 5 sở)").value
    'in_progress'
    >>> read_modality("Kiểm tra 5 xã", "III. Phương hướng, nhiệm vụ thời gian tới").value
    'planned'
    """
    part = read_part(heading, year) if heading else ""
    if _BY_PART.get(part) is Modality.PLANNED:
        return Modality.PLANNED
    return marked_modality(text) or _BY_PART.get(part, Modality.DONE)


@once_in_hand
def marked_modality(text: str) -> Modality | None:
    """What the statement's own words say; None where they say nothing."""
    outside = _BRACKETS.sub(" ", text)
    text = outside if len(outside.split()) > 1 else text
    lead, colon, rest = text.partition(":")
    if colon and _is_title(lead) and (inner := _BY_PART.get(read_part(lead))):
        return inner if inner is Modality.PLANNED else marked_modality(rest) or inner
    compared = key(text).strip(" .;,-+*•")
    plain = compared == fold(text).strip(" .;,-+*•")
    compared = _REASON_FIRST.sub("", compared)
    if not re.match(r"(?:do|vì|bởi)\b", compared):
        compared = _REASON.sub("", compared)
    hits = _hits(compared, plain)
    if not hits:
        return None
    first = min(hits, key=lambda hit: (hit.start, -hit.length))
    if first.marker.modality is Modality.NOT_ARISEN and _tells_work(compared[: first.start]):
        return Modality.DONE
    if first.marker.defers and not any(hit.marker.overrides for hit in hits):
        return None
    later = [hit for hit in hits if hit.marker.overrides]
    if first.marker.modality is Modality.DONE and later:
        return later[-1].marker.modality
    if first.marker.unless_result and (_RESULT.search(compared) or find_figures(text)):
        return Modality.DONE
    return first.marker.modality


def _tells_work(before: str) -> bool:
    """Whether work is told before "không có": "Tiếp 22 lượt công dân, không có tố cáo"."""
    adverbial = _ADVERBIAL.match(before)
    told = before[adverbial.end() :] if adverbial else before
    return bool(find_figures(before)) or ("," in told and not _TOPIC.match(told))


def _is_title(lead: str) -> bool:
    """Whether the words before a colon only name a part: "Phương hướng năm 2025:"."""
    return len(lead.split()) < 14 and _RESULT.search(key(lead)) is None


def _hits(compared: str, plain: bool) -> list[_Hit]:
    """The markers that count, words that only look like one blotted out first."""
    adverbial = _ADVERBIAL.match(compared)
    opening = adverbial.end() if adverbial else 0
    hits: list[_Hit] = []
    for marker in markers():
        pattern = marker.plain if plain else marker.marked
        if marker.modality is None:
            compared = pattern.sub(lambda found: "·" * len(found.group()), compared)
            continue
        for found in pattern.finditer(compared):
            if marker.opening and found.start() not in (0, opening):
                continue
            if marker.relative and _is_relative(compared, found.start(), plain):
                continue
            hits.append(_Hit(found.start(), len(found.group()), marker))
    return hits


def _is_relative(compared: str, start: int, plain: bool) -> bool:
    """Whether the marker belongs to a thing named before it in the same part of the clause."""
    part = _PART_SEPARATOR.split(compared[max(0, start - 200) : start])[-1]
    return _relative(plain).search(part) is not None


@cache
def _statuses() -> dict[str, Modality]:
    return {
        form(str(phrase)): Modality(str(entry["modality"]))
        for entry in _table()["status"]
        for phrase in (entry["phrases"] if isinstance(entry["phrases"], list) else [])
        for form in (key, fold)
    }


def read_status(cell: str) -> Modality | None:
    """What the cell of a status column says, read whole; None where it is no status word."""
    words = key(_BRACKETS.sub(" ", cell)).strip(" .;,-+*•:")
    return _statuses().get(words)


def read_share(cell: str) -> Modality | None:
    """What a bare percentage in a status column says; None where the cell is no percentage.

    >>> read_share("60 %").value, read_share("100%").value, read_share("Đạt 60%")
    ('in_progress', 'done', None)
    """
    share = _SHARE.match(cell)
    if share is None:
        return None
    value = float(share[1].replace(",", "."))
    if value == 0:
        return Modality.NOT_DONE
    return Modality.DONE if value >= 100 else Modality.IN_PROGRESS


def combine(modalities: list[Modality]) -> Modality:
    """One claim for a row that makes several: done in part is going on.

    >>> combine([Modality.DONE, Modality.NOT_DONE]).value, combine([Modality.PLANNED]).value
    ('in_progress', 'planned')
    """
    if Modality.DONE in modalities and Modality.NOT_DONE in modalities:
        return Modality.IN_PROGRESS
    return next((modality for modality in _ORDER if modality in modalities), Modality.DONE)

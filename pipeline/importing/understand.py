"""What a clerk meant by what she typed: kinds, days and papers; where in doubt, nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz

from pipeline.importing.sheets import Cell
from rules.decisions import DecisionKind, kind_of, kinds
from rules.vietnamese.dates import make_date, parse_date
from rules.vietnamese.text import fold, key, nfc

_ALIKE = 90.0  # of 100; one wrong letter in ten
_APART = 10.0  # how far the next best kind must lie
_NEGATED = {"khong", "chua", "not", "no"}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
# Days from 2000 to 2099 as Excel counts them.
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
_SERIAL_ZERO = datetime(1899, 12, 30)


def understood_kind(text: str) -> str:
    """The kind of decision that typed words mean; empty where they are not clear.

    >>> understood_kind("Dung - don doc"), understood_kind("máy nhận"), understood_kind("5")
    ('confirm', 'misread', 'await')
    >>> understood_kind("Đừng đôn đốc"), understood_kind("không đúng"), understood_kind("sai")
    ('', '', '')
    """
    typed = _words(text)
    if not typed or _NEGATED & {fold(word) for word in typed}:
        return ""
    named = kind_of(text)
    if named:
        exact = text.strip() in (named, kinds()[named].key)
        return named if exact or _marks_agree(typed, kinds()[named]) else ""
    opening = [kind.id for kind in kinds().values() if _opens(typed, kind)]
    if opening:
        return opening[0] if len(opening) == 1 else ""
    return _nearest(typed)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", key(nfc(text)))


def _labels(kind: DecisionKind) -> Iterator[list[str]]:
    for label in (kind.label, *kind.examples, kind.label_en):
        yield _words(label)


def _marks_agree(typed: list[str], kind: DecisionKind) -> bool:
    """Whether no typed mark contradicts a label: "Đừng" is not "Đúng", "Dung" may be."""
    together = "".join(typed)
    return any(
        _under("".join(label), together)
        for label in _labels(kind)
        if fold("".join(label)) == fold(together)
    )


def _under(label: str, typed: str) -> bool:
    """Whether the typed letters are those of the label with all, some or none of its marks."""
    ours, theirs = (list(_letters(text)) for text in (label, typed))
    return len(ours) == len(theirs) and all(
        letter == other and marks >= given
        for (letter, marks), (other, given) in zip(ours, theirs, strict=True)
    )


def _letters(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each letter with its marks; the stroke of đ is one."""
    for sign in nfc(text):
        parts = unicodedata.normalize("NFD", sign)
        yield ("d", {"stroke"}) if parts == "đ" else (parts[0], set(parts[1:]))


def _opens(typed: list[str], kind: DecisionKind) -> bool:
    """Whether the typed words are the first words of a label: "đã nộp", "gia hạn"."""
    return any(
        len(typed) <= len(label) and all(map(_under, label, typed)) for label in _labels(kind)
    )


def _nearest(typed: list[str]) -> str:
    """The one label that differs by a slip of the finger."""
    together = fold(" ".join(typed))
    ranked = sorted(
        (
            (max(fuzz.ratio(together, fold(" ".join(label))) for label in _labels(kind)), kind)
            for kind in kinds().values()
        ),
        key=lambda one: -one[0],
    )
    (best, kind), (second, _) = ranked[0], ranked[1]
    if best < _ALIKE or best - second < _APART:
        return ""
    return kind.id if any(_slip(typed, label) for label in _labels(kind)) else ""


def _slip(typed: list[str], label: list[str]) -> bool:
    """Whether word by word only letters are wrong, never a mark that makes another word."""
    return len(typed) == len(label) and all(
        _under(ours, theirs) or (fold(ours) != fold(theirs) and len(theirs) > 2)
        for ours, theirs in zip(label, typed, strict=True)
    )


def choices() -> str:
    """The kinds to choose from, as a sentence shows them."""
    return ", ".join(f"“{kind.label}”" for kind in kinds().values())


def understood_day(cell: Cell) -> date | None:
    """The day in a cell: a real date, Excel's number of one, or words; None where in doubt."""
    if cell.kind == "day":
        return date.fromisoformat(cell.text)
    if cell.kind == "number":
        return _of_serial(cell.text)
    return day_in(cell.text)


def _of_serial(text: str) -> date | None:
    if not re.fullmatch(r"\d{5}", text) or not _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return None
    return (_SERIAL_ZERO + timedelta(days=int(text))).date()


def day_in(text: str) -> date | None:
    """The one day that words name: 31/12/2024, 31.12.2024, 2024-12-31, ngày 31 tháng 12 năm 2024.

    A text with anything beside the day names none.
    """
    text = nfc(text).strip().rstrip(".")
    iso = _ISO.fullmatch(text)
    if iso:
        year, month, day = map(int, iso.groups())
        return make_date(day, month, year)
    found = parse_date(text)
    if found is None:
        return None
    rest = re.sub(r"(?i)ng[àa]y|th[áa]ng|n[ăa]m|đến|[\d\s/.,:\-]", "", key(text))
    return found if not rest else None

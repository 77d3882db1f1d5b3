"""Type and title of a paper: the centred type line and what follows, or the V/v of a công văn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.document_types import DocumentTypes
from rules.vietnamese.header_halves import DATE_LINE
from rules.vietnamese.header_issuer import opens_agency
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_spelling import type_spellings
from rules.vietnamese.header_words import flat, header_words, secrecy_of
from rules.vietnamese.text import key

_LONGEST_TITLE = 700
_ABBREVIATION = 4  # letters; "KH" alone on a line is no type
_SUBJECT = re.compile(r"^\W*(?:v\s*/\s*v|ve viec)\b\s*[:.]?\s*")
# A bracket that is no part of the title: "(Kèm theo ...)", "(Số liệu từ ...)", "(Dành cho ...)".
_BRACKET = re.compile(
    r"^\W*(?:ban hanh\s+)?(?:dinh\s+)?kem theo\b"
    r"|^\(\s*(?:so lieu|tinh den|tu ngay|tu thang|danh cho|thoi gian|thoi diem|theo|du thao|ap dung"
    r"|mau|bieu|don vi|ban hanh|tai lieu|kem|luu y|ghi chu)\b"
)
_ADDRESS = re.compile(r"^\W*kinh (?:gui|trinh)\b")
# A heading or item of the body: "I. ...", "1. ...", "a) ...", "A. ...", "Điều 1."
_ITEM = re.compile(
    r"^(?:[IVX]{1,5}|\d{1,2}|[A-Z])\s*[.)/]\s|^(?:[a-z]\)|[-+•*])\s|^Điều \d|^Phần |^Chương "
)
# What may follow a type alone on its line: "Phụ lục 3", "Biểu số 02".
_NUMBERED = re.compile(r"(?:\s+(?:số\s*)?(?:\d{1,3}[a-zA-Z]?|[IVX]{1,5}))?")
_RULE = re.compile(r"^[\W_]+$")
# "CỦA BAN THƯỜNG VỤ TỈNH ỦY" under CHỈ THỊ names the issuer, not the subject.
_NAMES_ISSUER = re.compile(
    r"cua (?:ban|hoi dong|uy ban|ubnd|tinh uy|chu tich|thu tuong|chinh phu|bo|so|giam doc)\b"
)
_CODE = re.compile(
    r"^[A-ZĐ]{1,4}[\d.\-/]+[A-ZĐ\d]*\s*$|^(?i:(?:biểu\s+)?mẫu|biểu)\s+(?:số\s*)?:?\s*\d\S*$"
)  # "B1-2-TMDA"
_DRAFT_BEHIND = re.compile(r"\(\s*(?:ban\s+)?du thao[^()]*\)\W*$")
_ENDS = re.compile(r"[.;:]$")


@dataclass(frozen=True, slots=True)
class Titled:
    """Type and title with the line where they begin; ``index`` is the type's or subject's line."""

    doc_type: str
    title: str
    index: int
    line: Line
    draft: bool = False  # the type line says so: "DỰ THẢO BÁO CÁO", "KẾ HOẠCH (dự thảo)"


def find_type(lines: Sequence[Line], types: DocumentTypes, start: int) -> Titled | None:
    """The type line of the head from ``start`` on, with its title; None before an address.

    The type stands in capitals ("BÁO CÁO", "KẾ HOẠCH TRIỂN KHAI ...") or alone on its line.
    """
    for index in range(start, len(lines)):
        line = lines[index]
        if _ADDRESS.match(line.flat) or line.flat.startswith("can cu"):
            return None
        if _CODE.match(line.text) or line.side == "left":
            continue
        said, draft = _without_draft(_spelt(line, types))
        name, rest = _type_of(said, types)
        if name:
            return Titled(name, _title(lines, index, rest), index, line, draft)
    return None


def _spelt(line: Line, types: DocumentTypes) -> str:
    """The line with the type that opens it spelt right where a picture was read: "KÉ HOẠCH"."""
    if line.confidence is None:
        return line.text
    words = line.text.split()
    while words and not any(map(str.isalnum, words[0])):
        words.pop(0)
    return type_spellings(types).opening(" ".join(words).lstrip(" .,:;*'\"“”‘’|_-—–"))


def _without_draft(text: str) -> tuple[str, bool]:
    """The type line without the mark of a draft before or behind it, and whether it bore one.

    >>> _without_draft("DỰ THẢO LẦN 3 BÁO CÁO"), _without_draft("KẾ HOẠCH (dự thảo)")
    (('BÁO CÁO', True), ('KẾ HOẠCH', True))
    """
    folded = flat(text)
    before = header_words().draft_before.match(folded)
    if before and text[: before.end()].isupper():
        return text[before.end() :], True
    behind = _DRAFT_BEHIND.search(folded)
    return (text[: behind.start()].rstrip(), True) if behind else (text, False)


def _type_of(text: str, types: DocumentTypes) -> tuple[str, str]:
    """The type that a line opens with, and the words after it; both empty for a common line."""
    bare = re.sub(r"\s+", " ", text).strip(' .,:;*"“”')
    name, word = types.leading(bare)
    if not name:
        spaced = re.sub(r"(?<=\b\w) (?=\w\b)", "", bare)  # "B Á O  C Á O"
        bare, (name, word) = spaced, types.leading(spaced)
    if not name:
        # Capitals with a wrong or missing mark, alone on their line: "KÉ HOẠCH".
        return (types.canonical(bare) if bare.isupper() and len(bare) > _ABBREVIATION else ""), ""
    written = bare[: len(word)]
    if not _NUMBERED.fullmatch(bare[len(word) :]) and written != written.upper():
        return "", ""
    # A narrower wording ("PHIẾU KHẢO SÁT", "TỜ RƠI") stays in the title whole.
    own = len(name) if word.startswith(key(name)) else 0
    if own and _NUMBERED.fullmatch(bare[own:]):
        return name, ""
    return name, bare[own:].strip(" :-–.,")


def _title(lines: Sequence[Line], index: int, rest: str) -> str:
    """The words from the type line to the end of the title."""
    parts = [rest] if rest and not _NAMES_ISSUER.match(flat(rest)) else []
    previous = lines[index]
    for line in lines[index + 1 :]:
        if _RULE.match(line.text):
            if parts:
                break
            continue
        if _is_mark(line) or (not parts and _NAMES_ISSUER.match(line.flat)):
            continue
        if _ends_title(line, previous, parts):
            break
        parts.append(line.text)
        previous = line
    return tidy(" ".join(parts))


def _is_mark(line: Line) -> bool:
    words = header_words()
    urgent = line.flat.strip() in words.urgency
    return urgent or bool(secrecy_of(line.text)) or bool(words.draft.match(line.flat))


def _ends_title(line: Line, previous: Line, parts: Sequence[str]) -> bool:
    words, folded = header_words(), line.flat
    if _BRACKET.match(folded) or _ADDRESS.match(folded) or _ITEM.match(line.text):
        return True
    if line.side in ("left", "right") or DATE_LINE.match(folded):
        return bool(parts) or line.side == "left"
    if folded.startswith("can cu ") or sum(map(len, parts)) + len(line.text) > _LONGEST_TITLE:
        return True
    if not parts:
        return not (line.bold or line.centred) and len(line.text) > 300
    if words.authority.match(folded) and line.text.upper() == line.text:
        return parts[-1].upper() != parts[-1]
    return not _continues(line, previous, parts[-1])


def _continues(line: Line, previous: Line, above: str) -> bool:
    """Whether a line still belongs to the title that the line above it is part of."""
    if line.block == previous.block and not line.paragraph:
        return True
    small = line.text[:1].islower()
    stop = not small and bool(header_words().title_stop.match(line.flat))
    if line.bold != previous.bold:
        return False
    if line.bold or (line.centred and previous.centred):
        return not stop
    return small and not _ENDS.search(above)


def find_subject(lines: Sequence[Line], start: int) -> Titled | None:
    """The subject of a công văn: what follows V/v in the left half of the head."""
    for index in range(start, len(lines)):
        line = lines[index]
        if _ADDRESS.match(line.flat):
            return None
        found = _SUBJECT.match(line.flat)
        if found is None or line.side == "right":
            continue
        parts = [line.text[found.end() :]]
        for follower in lines[index + 1 :]:
            if follower.side == "right":
                continue
            if _ends_subject(follower, line):
                break
            parts.append(follower.text)
        return Titled("Công văn", tidy(" ".join(parts)), index, line)
    return None


def _ends_subject(follower: Line, first: Line) -> bool:
    folded = follower.flat
    if _ADDRESS.match(folded) or _RULE.match(follower.text) or _is_mark(follower):
        return True
    if follower.side != first.side or _ITEM.match(follower.text):
        return True
    if follower.block != first.block and not first.side:
        # Running text without halves: only a line that goes on in small letters.
        return not follower.text[:1].islower()
    return bool(header_words().incoming.match(folded))


def untyped_title(lines: Sequence[Line]) -> Titled | None:
    """The heading of a paper without letterhead and type: its first line, if set off as one."""
    for index, line in enumerate(lines):
        if _RULE.match(line.text) or _is_mark(line) or _CODE.match(line.text):
            continue
        if opens_agency(line.flat) or re.match(r"(?:tinh|huyen|thanh pho) \S", line.flat):
            continue
        if line.flat.strip(" .") in ("stt", "tt", "muc luc"):
            return None
        capitals = line.text.upper() == line.text and any(map(str.isalpha, line.text))
        if len(line.text) > 250 or not (
            capitals or line.bold or line.centred or line.text[-1] == ":"
        ):
            return None
        parts = [line.text]
        for follower in lines[index + 1 :]:
            if not _same_heading(line, follower) or _ITEM.match(follower.text):
                break
            parts.append(follower.text)
        return Titled("", tidy(" ".join(parts)), index, line)
    return None


def _same_heading(line: Line, follower: Line) -> bool:
    """Whether two lines are set off alike: both in capitals, or both bold and centred alike."""
    if follower.bold and line.bold:
        return follower.centred == line.centred
    return (
        not follower.bold
        and not line.bold
        and line.text.upper() == line.text
        and follower.text.upper() == follower.text
    )


def tidy(title: str) -> str:
    """A title on one line, without quotes around it and marks at its end."""
    title = re.sub(r"\s+", " ", title).strip()
    rule = re.search(r"[-_*]{3,}", title)  # the rule under a title, and what follows it
    title = title[: rule.start()].rstrip(" _*-–") if rule else title
    title = title.strip(" .,:;/*_")
    inner = title.strip('"“”').strip(" .,:;")
    quotes = len(re.findall(r'["“”]', title))
    whole = quotes == 2 and title[:1] in '"“”' and title[-1:] in '"“”'
    return inner if whole or quotes == 1 else title

"""The header of an official paper (Decree 30/2020/NĐ-CP, annex I; Party papers), as printed.

Nothing is guessed: a field that is blank, doubtful or not there stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Anchor, Document, Kind
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header_foot import find_recipients, find_signature
from rules.vietnamese.header_issuer import agency_lines, read_agencies, sure_name
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_lines import all_lines, has_motto, head_lines, stamps
from rules.vietnamese.header_number import (
    Dated,
    Numbered,
    date_beside,
    find_date,
    find_number,
)
from rules.vietnamese.header_spelling import restored_sign
from rules.vietnamese.header_title import (
    Titled,
    find_subject,
    find_type,
    tidy,
    untyped_title,
)
from rules.vietnamese.header_words import flat, header_words, secrecy_of

# "(Kèm theo Báo cáo số 921/BC-SYT ngày 03/12/2024 của Sở Y tế)", at the start of a line.
_ATTACHED = re.compile(r"^\W*(?:ban hanh\s+)?(?:dinh\s+)?kem theo\s+(?=\S)")
_NAMES_A_PAPER = re.compile(r"(?<!\w)so\b|/|(?<!\w)ngay\b")
_ABOVE = 5  # lines between place and day at the foot and the office that signs
_STEP = 3.0  # points by which two halves may stand higher or lower
_TOP = 6  # lines in which a paper without letterhead says its type
_ATTACHED_REACH = 4  # lines over which the bracket may run


def read_header(document: Document, types: DocumentTypes) -> Header:
    """What the head and foot of the paper say."""
    lines = head_lines(document)
    drawn = stamps(document)
    head = _head(lines)
    number, dated = find_number(head, drawn), find_date(head, drawn)
    if dated is None and number is not None:
        dated = date_beside(number)
    letterhead = bool(number or (dated and dated.place) or has_motto(document))
    titled = _title(lines, types, number, letterhead)
    top = min(
        [found.index for found in (number, titled) if found is not None],
        default=len(head),
    )
    agencies = agency_lines(head, top, letterhead)
    symbol = _symbol(number, titled, types)
    named = read_agencies([line.text for line in agencies])
    parent, issuer = (sure_name(name, agencies, symbol) for name in named)
    attached, attached_at = _attached_to(lines)
    whole = all_lines(document)
    start = _after(whole, titled)
    signature = find_signature(whole, start) if letterhead else None
    if dated is None and signature is not None:
        # Minutes and old forms bear place and day above the signature.
        foot = whole[max(start, signature.index - _ABOVE) : signature.index + 1]
        dated = find_date(foot, drawn)
    return Header(
        issuer=issuer,
        parent=parent,
        number=number.number if number else "",
        symbol=symbol,
        issued_on=dated.issued_on if dated else None,
        place=dated.place if dated else "",
        doc_type=titled.doc_type if titled else "",
        title=titled.title if titled else "",
        signer=signature.signer if signature else "",
        position=signature.position if signature else "",
        recipients=find_recipients(whole, start) if letterhead else (),
        attached_to=attached,
        draft=bool(titled and titled.draft) or _is_draft(head, number, dated),
        secrecy=_secrecy(head, document),
        anchors=_places(
            issuer=agencies[-1] if named[1] else None,
            number=number.line if number else None,
            issued_on=dated.line if dated else None,
            title=titled.line if titled else None,
            attached_to=attached_at,
            signer=whole[signature.index] if signature else None,
        ),
    )


def _places(**lines: Line | None) -> dict[str, Anchor]:
    """Where each field was found."""
    return {name: line.anchor for name, line in lines.items() if line is not None}


def _after(whole: Sequence[Line], titled: Titled | None) -> int:
    """The first line of the whole paper that stands below its title."""
    if titled is None:
        return 0
    return next((i for i, line in enumerate(whole) if line.block > titled.line.block), 0)


def _head(lines: Sequence[Line]) -> list[Line]:
    """The lines above the body: above an address, a legal basis, an article.

    A page is read half by half, so lines of the right half may come after an address.
    """
    for index, line in enumerate(lines):
        if re.match(r"\W*(?:kinh gui\b|can cu\b|dieu 1\b)", line.flat):
            box = line.anchor.box
            beside = [
                other
                for other in lines[index + 1 :]
                if box and other.anchor.box and other.anchor.box[3] <= box[1] + _STEP
            ]
            return [*lines[:index], *beside]
    return list(lines)


def _title(
    lines: Sequence[Line],
    types: DocumentTypes,
    number: Numbered | None,
    letterhead: bool,
) -> Titled | None:
    """Type and title: by the type line, the V/v, the symbol, or a heading alone."""
    if number is not None and _in_one_column(number.line):
        above = find_type(lines[: number.index], types, 0)
        if above is not None:
            return above
    start = number.index + 1 if number else 0
    by_symbol = types.of_symbol(number.symbol) if number else ""
    typed = find_type(lines if letterhead else lines[:_TOP], types, start)
    subject = _subject(lines, start) if letterhead else None
    if number is not None and not by_symbol and subject is not None:
        return subject if typed is None or not _heads(typed, subject) else typed
    if typed is not None:
        return _form_title(typed, lines)
    if subject is not None and (number is None or subject.line.side != "centre"):
        # A sign may be an agency's too: 145/TTr-NV of the Thanh tra is a công văn, not a tờ trình.
        return subject
    if number is not None and by_symbol:
        at = subject.index if subject else number.index
        return Titled(by_symbol, subject.title if subject else "", at, lines[at])
    if number is not None and _is_addressed(lines):
        return Titled("Công văn", "", number.index, number.line)
    if not letterhead:
        return untyped_title(lines)
    return None


def _subject(lines: Sequence[Line], start: int) -> Titled | None:
    """The subject of a công văn.

    Its V/v stands on the left; in the middle of a picture stands one whose type was not read.
    """
    found = find_subject(lines, start)
    if found is None or found.line.confidence is None or found.line.side != "centre":
        return found
    return replace(found, doc_type="")


def _symbol(number: Numbered | None, titled: Titled | None, types: DocumentTypes) -> str:
    """The symbol; from a picture, with the sign of the type that the paper says: "TIr" is TTr."""
    if number is None or number.line.confidence is None or titled is None:
        return number.symbol if number else ""
    entry = types.get(titled.doc_type)
    if entry is None or types.of_symbol(number.symbol):
        return number.symbol
    return restored_sign(number.symbol, entry.signs)


def _heads(typed: Titled, subject: Titled) -> bool:
    """Whether a type stands right above "Về việc ..." in the middle of the page, as its heading."""
    return typed.index + 1 == subject.index and "left" not in (typed.line.side, subject.line.side)


def _in_one_column(line: Line) -> bool:
    """Whether a number stands under the title: in a workbook's cell, or in brackets."""
    return line.anchor.sheet is not None or line.text.lstrip().startswith("(")


def _form_title(typed: Titled, lines: Sequence[Line]) -> Titled:
    """A phiếu trình names its subject in its first item, "Vấn đề trình"."""
    if typed.doc_type != "Phiếu trình":
        return typed
    for index in range(typed.index, len(lines)):
        found = re.match(r"\W*(?:\d+\.\s*)?van de trinh\s*:\s*", lines[index].flat)
        if found:
            parts = [lines[index].text[found.end() :]]
            for line in lines[index + 1 :]:
                if not re.match(r"\d+\)|[-+]\s", line.text):
                    break
                parts.append(line.text)
            title = tidy(" ".join(filter(None, parts)))
            return Titled(typed.doc_type, title, typed.index, typed.line)
    return typed


def _is_addressed(lines: Sequence[Line]) -> bool:
    return any(re.match(r"\W*kinh gui\b", line.flat) for line in lines)


def _attached_to(lines: Sequence[Line]) -> tuple[str, Line | None]:
    """The paper that this one is an annex of, as written; empty where the head names none."""
    for index, line in enumerate(lines[:30]):
        if not _ATTACHED.match(line.flat):
            continue
        text = line.text
        for follower in lines[index + 1 : index + _ATTACHED_REACH]:
            if text.count("(") <= text.count(")"):
                break
            text = f"{text} {follower.text}"
        text = re.sub(r"\s+", " ", text).strip().lstrip("( ")
        text = text[: text.index(")")] if text.count(")") > text.count("(") else text
        if _NAMES_A_PAPER.search(flat(text)):
            return text.strip(" .;"), line
    return "", None


def _is_draft(head: Sequence[Line], number: Numbered | None, dated: Dated | None) -> bool:
    """Whether the paper is a draft: it says so, or number and day are both left blank.

    In a picture they may have been written by hand, which is not read.
    """
    if any(header_words().draft.match(line.flat) and len(line.text) < 40 for line in head):
        return True
    typed = bool(number and number.line.confidence is None)
    return bool(number and typed and not number.number and dated and dated.issued_on is None)


def _secrecy(head: Sequence[Line], document: Document) -> str:
    """The stamp of secrecy, alone on its line: in the head, on the page's edge or drawn on it."""
    edges = (b.text for b in document.blocks if b.kind in (Kind.RUNNING, Kind.STAMP))
    lines = [*(line.text for line in head), *(one for text in edges for one in text.split("\n"))]
    return next(filter(None, map(secrecy_of, lines)), "")

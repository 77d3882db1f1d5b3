"""The papers that a paper names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractors.document import Anchor, Block, Kind
from pipeline.papers.body import is_letterhead
from rules.document_types import DocumentTypes
from rules.model.papers import Citation, Paper, Statement
from rules.vietnamese.citations import Found, find_citations

_PASSED = (Kind.RUNNING, Kind.STAMP)


def cite(
    paper: Paper, statements: Sequence[Statement], types: DocumentTypes
) -> tuple[Citation, ...]:
    """Every paper that this one names, with the statement it is named in, in reading order.

    Its own number in the letterhead is no citation. Legal bases are citations of a legal type,
    without a statement where they stand in the opening.
    """
    if paper.document is None:
        return ()
    places = _Places([one for one in statements if one.document_id == paper.id])
    return tuple(
        Citation(
            document_id=paper.id,
            anchor=anchor,
            text=text[found.start : found.end],
            doc_type=found.doc_type,
            number=found.number,
            symbol=found.symbol,
            # A day that OCR is unsure of must not stand against the paper's own.
            issued_on=None if doubtful else found.issued_on,
            title=found.title,
            statement_id=places.statement(anchor, text[found.start : found.end]),
            issuer=found.issuer,
            year=found.year,
        )
        for anchor, text, doubtful in _passages(paper.document.blocks)
        for found in find_citations(text, types)
        if not _is_own(paper, found)
    )


def _passages(blocks: Sequence[Block]) -> Iterator[tuple[Anchor, str, bool]]:
    """The texts in which a paper can be named, their place, and whether OCR is unsure of them."""
    for block in blocks:
        if block.kind in _PASSED or is_letterhead(block):
            continue
        if block.table is None:
            yield block.anchor, f"{block.label} {block.text}".strip(), block.doubtful
            continue
        for row in block.table.rows:
            for cell in row:
                yield cell.anchor, cell.text, cell.doubtful


def _is_own(paper: Paper, found: Found) -> bool:
    header = paper.header
    own = bool(found.number) and (found.number, found.symbol) == (header.number, header.symbol)
    same_day = found.issued_on is None or found.issued_on == header.issued_on
    return own and same_day and found.issuer == ""


class _Places:
    """Which statement a passage of a paper belongs to."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._at: defaultdict[Anchor, list[Statement]] = defaultdict(list)
        self._rows: defaultdict[tuple[object, ...], list[Statement]] = defaultdict(list)
        for statement in statements:
            self._at[statement.anchor].append(statement)
            if _is_cell(statement.anchor):
                self._rows[_table(statement.anchor)].append(statement)

    def statement(self, anchor: Anchor, cited: str) -> str:
        """The statement of that place whose words name the paper; empty where none stands there."""
        words = " ".join(cited.split())
        here = self._at.get(anchor, [])
        for statement in here:
            if words in statement.text:
                return statement.id
        in_table = self._rows.get(_table(anchor), []) if _is_cell(anchor) else []
        same_row = [one for one in in_table if one.anchor.row == anchor.row]
        for statement in [*same_row, *in_table]:
            if words in statement.context:
                return statement.id
        # A citation that a clause cut in two belongs to the clause that holds its number.
        return next((one.id for one in here if words[:12] in one.text), "")


def _is_cell(anchor: Anchor) -> bool:
    return anchor.table is not None or anchor.sheet is not None


def _table(anchor: Anchor) -> tuple[object, ...]:
    return (anchor.sheet, anchor.table)

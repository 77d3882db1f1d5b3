"""Plain text files: UTF-8, UTF-16, with or without a byte order mark; simple CSV as a table."""

from __future__ import annotations

import csv
import io

from extractors.characters import nfc
from extractors.document import Anchor, Block, Cell, Document, ExtractError, Kind, Reason, Table

VERSION = "text-2"
CELL_LIMIT = 200_000
LINE_LIMIT = 100_000


def decode(data: bytes) -> str:
    """The text of a file by its byte order mark, else as UTF-8, else as Vietnamese Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    nulls = data[:4096].count(0)
    if nulls > len(data[:4096]) // 4:
        name = "utf-16-le" if data[1:4096:2].count(0) > data[:4096:2].count(0) else "utf-16-be"
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # cp1258 stores tone marks apart; nfc() joins them.
        return data.decode("cp1258", "replace")


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes are text: few control characters in what they decode to."""
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\0" in data and b"\0" not in head:
        return False
    sample = decode(head)
    odd = sum(ord(char) < 32 and char not in "\t\n\r\f\x1b" for char in sample)
    return (
        bool(sample) and odd <= len(sample) // 200 and sample.count("\ufffd") <= len(sample) // 50
    )


def read_text(data: bytes) -> Document:
    """A text file: one block for a line."""
    text = nfc(decode(data).replace("\f", "\n"))
    lines = text.split("\n")
    blocks = tuple(
        Block(line.strip(), Kind.PARAGRAPH, Anchor(paragraph=number))
        for number, line in enumerate(lines[:LINE_LIMIT], start=1)
        if line.strip()
    )
    detail = f"chỉ đọc {LINE_LIMIT} dòng đầu của {len(lines)} dòng"
    skipped = ((Reason.TOO_LARGE, detail),) if len(lines) > LINE_LIMIT else ()
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "only blanks")
    return Document("txt", blocks, skipped=skipped, reader=VERSION)


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a simple CSV; empty where the text is not one.

    Simple: the same delimiter gives at least two fields, and one number of them, in every row.
    """
    text = nfc(decode(data))
    for delimiter in (";", "\t", ","):
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        widths = {len(row) for row in rows}
        if len(rows) >= 2 and len(widths) == 1 and max(widths) >= 2:
            return rows
    return []


def read_csv(data: bytes) -> Document:
    """A CSV file as one table."""
    rows = csv_rows(data)
    kept = rows[: max(1, CELL_LIMIT // max(1, len(rows[0]) if rows else 1))]
    cells = tuple(
        tuple(
            Cell(text.strip(), Anchor(table=1, row=row, column=column))
            for column, text in enumerate(fields, start=1)
        )
        for row, fields in enumerate(kept, start=1)
    )
    block = Block("", Kind.TABLE, Anchor(table=1), table=Table(cells, Anchor(table=1)))
    detail = f"{len(kept)}/{len(rows)} dòng"
    skipped = ((Reason.TOO_LARGE, detail),) if len(kept) < len(rows) else ()
    return Document("csv", (block,), skipped=skipped, reader=VERSION)

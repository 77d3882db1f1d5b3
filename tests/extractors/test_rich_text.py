"""Rich Text files: fonts, tables, what is not the paper's text."""

from __future__ import annotations

import pytest

from extractors.document import Document, Kind, Reason, Unreadable
from extractors.formats import extract_bytes

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0{\*\panose 02020603050405020304}Times New Roman;}"
    rb"{\f1\fswiss\fcharset0 .VnTime;}{\f2\fcharset162 .VnTimeH Tur;}{\f3 VNI-Times;}"
    rb"{\f4\fcharset163 Arial;}{\f5\fcharset2 Symbol;}}"
)


def read(body: bytes) -> Document:
    document = extract_bytes(rb"{\rtf1\ansi\ansicpg1252\deff1" + FONTS + body + b"}")
    assert isinstance(document, Document), document
    return document


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\pard\plain\f1 Th\'abng t\'ad h\-\'edng d\'c9n\par", "Thông tư hướng dẫn"),
        (rb"\pard\plain Th\'abng t\'ad\par", "Thông tư"),
        (rb"\pard\plain\f1{\f2 C\'e9ng ho\'b5}{ x\'b7 h\'e9i}\par", "CỘNG HOÀ xã hội"),
        (rb"\f3 Tr\'f6\'f4\'f8ng {\b \'d1}a\'efi ho\'efc", "Trường Đại học"),
        (rb"\f0\uc1 \u7840?nh {\f1 n\'a8m} \u272?\uc2\u7897??i", "Ạnh năm Đội"),
        (rb"\f4 N\'61\'f2i v\'fd", "Nại vư"),
        (rb"\f0 a\emdash b \ldblquote c\rdblquote\~d\_e\line f\tab g", "a—b “c” d-e\nf\tg"),
        (rb"\f0 seen{\v hidden}{\deleted gone}{\caps \'e0}!", "seenÀ!"),
        (
            rb"\f0 {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\*\unknown no}{\pict 00ff}",
            "link",
        ),
    ],
)
def test_text(body: bytes, text: str) -> None:
    assert read(body).text() == text


def test_a_code_page_that_nobody_knows_is_as_the_usual_one() -> None:
    document = extract_bytes(rb"{\rtf1\ansi\ansicpg125 \'c0n b\'e0i}")
    assert isinstance(document, Document), document
    assert document.text() == "Àn bài"


def test_paragraphs_tables_notes_and_running_titles() -> None:
    row = rb"\trowd\clbrdrt\brdrs\cellx100\clvmgf\cellx200\cellx300\pard\intbl "
    merged = rb"\trowd\cellx100\clvmrg\cellx200\cellx300\pard\intbl "
    wide = rb"\trowd\cellx200\cellx300\pard\intbl "
    document = read(
        rb"{\header\pard\f0 Trang\par}\pard\qc\outlinelevel0\f0\b I. K\'ea\b0\par"
        rb"\pard{\listtext a)\tab}M\'f4t{\footnote\pard ghi ch\'fa}\par"
        + row + rb"1\cell 2\par 2b\cell 3\cell\row" + merged + rb"4\cell\cell 6\cell\row"
        + wide + rb"78\cell 9\cell\row\pard Sau\par"
    )  # fmt: skip
    kinds = [(block.kind, block.label, block.text) for block in document.blocks]
    assert kinds[0] == (Kind.HEADING, "", "I. Kê")
    assert [kind for kind, _, _ in kinds[1:4]] == [Kind.LIST_ITEM, Kind.TABLE, Kind.PARAGRAPH]
    assert kinds[1][1] == "a)"
    assert {(kind, text) for kind, _, text in kinds[4:]} == {
        (Kind.RUNNING, "Trang"),
        (Kind.FOOTNOTE, "ghi chú"),
    }
    table = document.blocks[2].table
    assert table is not None
    assert table.ruled
    spans = [[(c.text, c.row_span, c.col_span) for c in row] for row in table.rows]
    assert spans == [
        [("1", 1, 1), ("2\n2b", 2, 1), ("3", 1, 1)],
        [("4", 1, 1), ("6", 1, 1)],
        [("78", 1, 2), ("9", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rb"{\rtf1", Reason.NO_TEXT),
        (rb"{\rtf1{\info{\title x}}\bin99999999999 x}", Reason.NO_TEXT),
        (rb"{\rtf1" + b"{" * 100_000, Reason.DAMAGED),
    ],
)
def test_bad_files_end_with_a_reason(data: bytes, reason: Reason) -> None:
    unreadable = extract_bytes(data)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is reason

"""Where a quote stands, and which words agree with what is required."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.review.evidence.marked_text import Marks, Part, around
from pipeline.review.evidence.passages import Span, Spot, Wording, locate, marked

PLAIN = Wording()


def spoken(*texts: str) -> Document:
    blocks = tuple(
        Block(text, Kind.PARAGRAPH, Anchor(page=1 + number // 3, paragraph=number + 1))
        for number, text in enumerate(texts)
    )
    return Document("docx", blocks)


def looks(text: str, quote: str, wording: Wording = PLAIN) -> str:
    """The text with [quote], {agrees} and <both> written around what is marked so."""
    signs = {"": "", "quote": "[]", "agrees": "{}", "both": "<>"}
    found = []
    for one in marked(text, quote, wording):
        sign = signs[one.look]
        found.append(f"{sign[:1]}{one.text}{sign[1:]}")
    return "".join(found)


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        ("Sở đã ban hành Kế hoạch số 15.", "ban hành Kế hoạch", "Sở đã [ban hành Kế hoạch] số 15."),
        ("Ủy  ban\nnhân dân", "Uỷ ban nhân dân", "[Ủy  ban\nnhân dân]"),
        ("theo Công văn số 268/SNV-XDCQ ngày 28/02", "Công văn số 268/SNV-XDCQ",
         "theo [Công văn số 268/SNV-XDCQ] ngày 28/02"),
        ("không có gì", "điều khác hẳn", "không có gì"),
        ("Tiếp công dân", "Số 4 - Tiếp công dân - Tiếp 08 lượt", "[Tiếp công dân]"),
        ("", "gì", ""),
    ],
)  # fmt: skip
def test_the_passage_is_marked(text: str, quote: str, shown: str) -> None:
    assert looks(text, quote) == shown


def test_words_that_agree_are_marked_and_official_style_is_not() -> None:
    wording = Wording.of("Kiểm tra việc thi hành Luật Tiếp cận thông tin trên địa bàn tỉnh")
    text = "Sở đã kiểm tra Luật tiếp cận thông tin trên địa bàn tỉnh."
    marks = "Sở đã {kiểm tra Luật tiếp cận thông tin} trên địa bàn tỉnh."
    assert looks(text, "", wording) == marks
    both = "Sở đã {kiểm tra Luật} <tiếp cận thông tin> trên địa bàn tỉnh."
    assert looks(text, "tiếp cận thông tin", wording) == both


@pytest.mark.parametrize(
    "text", ["a b c", "  Kế hoạch\t\nsố 5 ", "<script>alert(1)</script>", "…–…", "á̀ ẹ"]
)
def test_nothing_is_lost_between_marks(text: str) -> None:
    wording = Wording.of("kế hoạch số")
    for quote in ("", "Kế hoạch", "b", "script alert"):
        assert "".join(one.text for one in marked(text, quote, wording)) == text


DOCUMENT = spoken(
    "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả năm 2024",
    "Đã tổ chức 12 hội nghị đối thoại với Nhân dân.", "Tiếp 08 lượt công dân.",
    "Đã cung cấp thông tin theo phiếu yêu cầu.", "Khó khăn: thiếu kinh phí.",
)  # fmt: skip


def test_a_passage_stands_at_its_place() -> None:
    place = DOCUMENT.blocks[4].anchor
    assert locate(DOCUMENT, place, "Tiếp 08 lượt công dân") == Spot(4)


def test_a_passage_that_moved_is_found_by_its_words() -> None:
    place = Anchor(page=1, paragraph=1)
    found = locate(DOCUMENT, place, "Đã cung cấp thông tin theo phiếu yêu cầu.")
    assert found == Spot(5, moved=True)
    scanned = locate(DOCUMENT, Anchor(page=9), "Đã cung cap thống tin theo phieo yêu cầu.")
    assert scanned == Spot(5, literal=False, moved=True)


def test_a_composed_quote_keeps_its_place() -> None:
    quote = "Báo cáo 12/BC-SNV ngày 06/12/2024 Kết quả năm 2024"
    assert locate(DOCUMENT, DOCUMENT.blocks[1].anchor, quote) == Spot(1, literal=False)


def test_what_is_nowhere_is_not_found() -> None:
    assert locate(DOCUMENT, Anchor(page=40), "Một câu mà văn bản này không hề có ở đâu") is None


def rows(count: int, **where: object) -> Document:
    cells = tuple(
        (
            Cell(str(number), Anchor(row=number, column=1, **where)),  # type: ignore[arg-type]
            Cell(f"việc thứ {number}", Anchor(row=number, column=2, **where)),  # type: ignore[arg-type]
        )
        for number in range(1, count + 1)
    )
    table = Table(cells, Anchor(**where))  # type: ignore[arg-type]
    return Document("xlsx", (Block("", Kind.TABLE, table.anchor, table=table),))


def test_a_row_is_found_in_a_table_and_in_a_sheet() -> None:
    assert locate(rows(30, table=2), Anchor(table=2, row=20), "việc thứ 20") == Spot(0, 19)
    sheet = rows(5, sheet="BC")
    table = sheet.blocks[0].table
    assert table is not None
    cell = replace(table.rows[3][1], anchor=Anchor(sheet="BC", cell="B7"))
    table = replace(table, rows=(*table.rows[:3], (cell,), table.rows[4]))
    sheet = Document("xlsx", (replace(sheet.blocks[0], table=table),))
    assert locate(sheet, Anchor(sheet="BC", cell="B7"), "việc thứ 4") == Spot(0, 3)


def test_around_a_row_stand_the_heading_and_its_neighbours() -> None:
    (part,) = around(rows(30, table=1), Spot(0, 19), Marks("việc thứ 20"))
    assert [row.gap for row in part.rows if row.gap] == [11, 4]
    (here,) = [row for row in part.rows if row.here]
    assert here.cells[1].spans == (Span("việc thứ 20", "quote"),)
    assert len(part.rows) == 2 + 1 + 13 + 1


def test_around_a_paragraph_stand_five_before_and_after() -> None:
    parts = around(spoken(*(f"đoạn {n}" for n in range(40))), Spot(20), Marks("đoạn 20"))
    assert parts[0] == Part("gap", gap=15)
    assert parts[-1] == Part("gap", gap=14)
    assert [part.here for part in parts].count(True) == 1

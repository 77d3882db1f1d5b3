"""A row that a page break cuts in two is one row."""

from __future__ import annotations

from extractors.document import Anchor, Block, Cell, Kind, Table
from pipeline.papers.split_rows import whole_rows

HEAD = ("TT", "Nhiệm vụ", "Kết quả")


def table(page: int, *rows: tuple[str, ...]) -> Block:
    cells = tuple(
        tuple(Cell(text, Anchor(page, row=at, column=place)) for place, text in enumerate(row, 1))
        for at, row in enumerate(rows, 1)
    )
    return Block("", Kind.TABLE, Anchor(page), table=Table(cells, Anchor(page)))


def running(page: int) -> Block:
    return Block(str(page), Kind.RUNNING, Anchor(page))


def rows(blocks: list[Block]) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.table.rows] for b in blocks if b.table]


def test_a_row_over_two_pages_is_joined_behind_the_heading_printed_again() -> None:
    first = table(1, HEAD, ("1", "Công khai dự toán", "Đã công khai"))
    second = table(
        2, HEAD, ("", "ngân sách năm", "tại trụ sở"), ("2", "Kê khai tài sản", "Đã kê khai")
    )
    assert rows(whole_rows([first, running(1), running(2), second])) == [
        [list(HEAD), ["1", "Công khai dự toán ngân sách năm", "Đã công khai tại trụ sở"]],
        [list(HEAD), ["2", "Kê khai tài sản", "Đã kê khai"]],
    ]


def test_a_page_that_holds_the_rest_of_one_row_only() -> None:
    first = table(1, ("1", "Công khai", "Đã công khai"))
    second = table(2, ("", "", "tại trụ sở"))
    third = table(3, ("", "", "và trên mạng"), ("2", "Kê khai", "Xong"))
    assert rows(whole_rows([first, second, third])) == [
        [["1", "Công khai", "Đã công khai tại trụ sở và trên mạng"]],
        [["2", "Kê khai", "Xong"]],
    ]


def test_rows_of_their_own_stay() -> None:
    first = table(1, ("1", "Công khai dự toán.", "Đã công khai."))
    for second in (
        table(2, ("2", "Kê khai", "xong")),
        table(2, ("", "Kê khai", "Đã xong")),  # begins anew, after a full stop
        table(1, ("", "ngân sách", "tại trụ sở")),  # not behind a page break
        table(2, ("", "ngân sách", "tại trụ sở", "")),  # another width
    ):
        assert whole_rows([first, second]) == [first, second]
    between = Block("Phụ lục 2", Kind.PARAGRAPH, Anchor(2))
    lower = table(2, ("", "ngân sách", "tại trụ sở"))
    assert whole_rows([first, between, lower]) == [first, between, lower]

"""Pictures of pages where Tesseract is not installed: words are read, no number is believed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rapidfuzz import fuzz

from extractors.document import Unreadable
from extractors.formats import extract_bytes
from extractors.ocr import installed
from pipeline.doctor import examine
from rules.document_types import DocumentTypes
from rules.vietnamese.header import read_header

pytest.importorskip("trueocr")
from tests.extractors import test_ocr as drawn

SENTENCE = "công tác tuyên truyền về quyền của người dân tại các xã, phường."
LINES = ("Ủy ban nhân dân tỉnh", "phối hợp thực hiện")


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(installed, "find_model", lambda: None)
    installed.engine.cache_clear()
    yield
    installed.engine.cache_clear()


def test_the_words_of_a_head_are_read_and_its_number_and_day_are_left_out() -> None:
    document = drawn.read(drawn.page())
    header = read_header(document, DocumentTypes.load())
    assert header.issuer in ("SỞ NỘI VỤ", "")  # a mark may be misread: then it is nobody's
    assert header.doc_type == "Báo cáo"
    assert (header.number, header.issued_on, header.draft) == ("", None, False)
    assert fuzz.partial_ratio(SENTENCE, document.text()) > 85


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_wrong_is_turned(quarters: int) -> None:
    document = drawn.read(drawn.page().rotate(90 * quarters, expand=True))
    assert fuzz.partial_ratio(SENTENCE, document.text()) > 85


def test_cells_are_read_and_those_with_numbers_are_doubtful() -> None:
    (table,) = [block.table for block in drawn.read(drawn.figures()).blocks if block.table]
    for row, told in zip(table.rows, drawn.ROWS, strict=True):
        for cell, text in zip(row, told, strict=True):
            assert fuzz.ratio(cell.text, text) > 85
    for row in table.rows[1:]:
        assert [cell.doubtful for cell in row] == [False, True, True]


def test_two_lines_of_a_cell_stay_two_with_their_marks() -> None:
    picture = drawn.page((), 200)
    lines = drawn.ImageDraw.Draw(picture)
    for x in (150, 800):
        for y in (60, 260):
            lines.rectangle((x, y, x + 650, y + 200), outline=(0, 0, 0), width=3)
            for down, text in ((40, LINES[0]), (100, LINES[1])):
                lines.text((x + 30, y + down), text, (20, 20, 20), drawn.font(31))
    (table,) = [block.table for block in drawn.read(picture).blocks if block.table]
    cells = [cell.text.split("\n") for row in table.rows for cell in row]
    assert [len(lines) for lines in cells] == [2, 2, 2, 2]
    assert all(fuzz.ratio(a, b) > 85 for cell in cells for a, b in zip(cell, LINES, strict=True))


def test_a_blurred_page_and_noise_are_not_read() -> None:
    blurred = drawn.page().filter(drawn.ImageFilter.GaussianBlur(6))
    noise = drawn.Image.effect_noise((1200, 900), 90).convert("RGB")
    for picture in (blurred, noise):
        assert isinstance(extract_bytes(drawn.data(picture)), Unreadable)


def test_readings_are_made_again_once_a_second_reader_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = installed.version()
    monkeypatch.undo()
    installed.engine.cache_clear()
    if not installed.two_readers():
        pytest.skip("no Tesseract on this machine")
    assert alone != installed.version()


def test_the_clerk_is_told_what_one_reader_costs() -> None:
    (line,) = [line for line in examine().splitlines() if "bản chụp" in line]
    assert "chỉ có một bộ đọc" in line
    assert "số và ngày không được dùng làm căn cứ" in line

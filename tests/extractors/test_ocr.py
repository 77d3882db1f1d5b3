"""Pictures of pages: read where they can be, left unread where they cannot."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from extractors.document import Document, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.ocr import installed
from rules.document_types import DocumentTypes
from rules.vietnamese.header import read_header

ready = pytest.mark.skipif(not installed.two_readers(), reason="no Tesseract on this machine")

Image = pytest.importorskip("PIL.Image")
from PIL import ImageDraw, ImageFilter, ImageFont  # noqa: E402

pytest.importorskip("cv2")
from extractors.ocr import numbers, unsure_words  # noqa: E402
from extractors.ocr import page as ocr_page  # noqa: E402
from extractors.ocr.grid import find_grids  # noqa: E402
from extractors.ocr.line_reader import upright_quarter  # noqa: E402
from extractors.ocr.numbers import certainty  # noqa: E402
from extractors.ocr.words import Word  # noqa: E402

HEAD = (
    (60, 40, "SỞ NỘI VỤ"), (330, 40, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (60, 62, "Số: 415/BC-SNV"), (360, 62, "Sơn La, ngày 12 tháng 6 năm 2024"),
    (230, 100, "BÁO CÁO"), (150, 120, "Kết quả thực hiện công tác dân vận chính quyền"),
    (60, 150, "Thực hiện kế hoạch của Ủy ban nhân dân tỉnh, Sở Nội vụ báo cáo kết quả"),
    (60, 168, "công tác tuyên truyền về quyền của người dân tại các xã, phường."),
)  # fmt: skip

SCANS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "ocr" / "scan200"
ROWS = (("Nhiệm vụ", "Kế hoạch", "Kết quả"), ("Tuyên truyền", "1.250", "1.318"),
        ("Kiểm tra công vụ", "36", "41"))  # fmt: skip


def font(size: int) -> ImageFont.FreeTypeFont:
    for name in ("DejaVuSerif.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    pytest.skip("no font with Vietnamese letters")


def page(lines: tuple[tuple[int, int, str], ...] = HEAD, height: int = 220) -> Image.Image:
    """Lines at places in points, drawn at 200 dpi."""
    scale = 200 / 72
    picture = Image.new("RGB", (round(595 * scale), round(height * scale)), (250, 250, 248))
    drawn = ImageDraw.Draw(picture)
    for x, y, text in lines:
        drawn.text((x * scale, y * scale), text, (30, 30, 30), font(round(11 * scale)))
    return picture


def data(picture: Image.Image, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, form, dpi=(200, 200))
    return out.getvalue()


def read(picture: Image.Image, form: str = "PNG") -> Document:
    document = extract_bytes(data(picture, form))
    assert isinstance(document, Document), document
    return document


@ready
@pytest.mark.parametrize(("told", "first"), [(1, 1), (3, 3), (0, 0), (None, 1)])
def test_a_page_on_its_side_is_first_turned_as_its_letters_tell(
    told: int | None, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr_page, "upright_quarter", lambda _: told)
    lying = np.asarray(page().rotate(90, expand=True))
    ways = list(ocr_page._ways(lying))
    assert len(ways) == 4
    assert np.array_equal(ways[0], np.rot90(lying, first))


@pytest.mark.skipif(not SCANS.is_dir(), reason="needs the folder ../shared")
@pytest.mark.skipif(installed.engine() is None, reason="no reader of lines on this machine")
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_letters_tell_how_a_page_lies(quarters: int) -> None:
    for path in sorted(SCANS.iterdir()):
        lying = np.rot90(np.asarray(Image.open(path).convert("L")), quarters)
        assert upright_quarter(np.ascontiguousarray(lying)) == -quarters % 4


@ready
def test_dust_is_swept_from_between_and_before_words() -> None:
    told = ("_.bàn;", ":kiện", "`:", "ˆ", "-`", "-", "“Nhà", "(…)", "1.250", "sở...", "%",
            "c)}", "tỉnh_", "d)", "[1]")  # fmt: skip
    swept = ocr_page._swept([Word(text, 90, (0, 0, 9, 9), (1, 1, 1)) for text in told])
    assert [word.text for word in swept] == [
        "bàn;", "kiện", "-", "“Nhà", "(…)", "1.250", "sở...", "%", "c)", "tỉnh", "d)",
        "[1]",
    ]  # fmt: skip


@ready
def test_a_short_cell_that_the_first_reader_hardly_reads_is_asked_of_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def words(*told: tuple[str, float]) -> SimpleNamespace:
        found = [Word(text, sure, (0, 0, 9, 9), (1,)) for text, sure in told]
        return SimpleNamespace(block=lambda: found)

    grey = np.full((20, 20), 255, dtype=np.uint8)
    for first, second, shown in (
        (words(("Ắ", 40)), words(("TT", 98)), [("TT", 98)]),
        (words(("lộ)", 30)), words(("(1)", 99)), [("(1)", 40)]),  # one reader: no sure number
        (words(("Sở", 95)), words(("Sỏ", 99)), [("Sở", 95)]),
        (words(("Ắ", 40)), words(("W", 60)), [("Ắ", 40)]),
    ):
        monkeypatch.setattr(unsure_words, "open_reader", lambda *_, one=first: one)
        monkeypatch.setattr(unsure_words, "LineReader", lambda *_, one=second: one)
        found = unsure_words.surer_of_block(grey, 300)
        assert [(word.text, word.confidence) for word in found] == shown


class Saying:
    """A second reader that says these texts one after another."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def predict(self, cuts: list[object]) -> list[Word]:
        return [Word(text, 1, (0, 0, 1, 1), (1, 1, 1)) for text in self._texts[: len(cuts)]]


def figures() -> Image.Image:
    """A ruled table of words and numbers."""
    picture = page((), 200)
    drawn = ImageDraw.Draw(picture)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            x, y = 150 + column * 430, 60 + row * 110
            drawn.rectangle((x, y, x + 430, y + 110), outline=(0, 0, 0), width=3)
            drawn.text((x + 40, y + 35), text, (20, 20, 20), font(31))
    return picture


@ready
@pytest.mark.parametrize("form", ["PNG", "TIFF", "PDF"])
def test_the_head_of_a_scan_is_read(form: str) -> None:
    document = read(page(), form)
    assert (document.pages, document.pages_read, document.pages_ocr) == (1, 1, 1)
    header = read_header(document, DocumentTypes.load())
    assert (header.number, header.symbol, header.issuer) == ("415", "BC-SNV", "SỞ NỘI VỤ")
    assert str(header.issued_on) == "2024-06-12"
    assert header.doc_type == "Báo cáo"
    assert all(0 < (block.confidence or 0) <= 100 for block in document.blocks)


@ready
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_wrong_is_turned(quarters: int) -> None:
    document = read(page().rotate(90 * quarters, expand=True))
    assert "quyền của người dân" in document.text()


@ready
def test_a_slanting_page_with_a_red_seal_is_read() -> None:
    picture = page()
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((300, 380, 620, 600), outline=(225, 60, 60), width=8)
    slanting = picture.rotate(1.5, fillcolor=(250, 250, 248), resample=Image.Resampling.BICUBIC)
    assert "Sở Nội vụ báo cáo kết quả" in read(slanting).text()


@ready
def test_two_pages_on_a_sheet_are_read_one_after_the_other() -> None:
    left = tuple((60, y, f"Điều {n}. Trách nhiệm của Sở Nội vụ trong tổ chức thực hiện")
                 for n, y in enumerate(range(40, 780, 30), start=1))  # fmt: skip
    right = tuple((60, y, f"Khoản {n}. Ủy ban nhân dân các huyện báo cáo kết quả")
                  for n, y in enumerate(range(40, 780, 30), start=1))  # fmt: skip
    one, other = page(left, 842), page(right, 842)
    sheet = Image.new("RGB", (one.width * 2, one.height), (250, 250, 248))
    sheet.paste(one, (0, 0))
    sheet.paste(other, (one.width, 0))
    text = read(sheet).text()
    assert text.index("Điều 20") < text.index("Khoản 2.")


@ready
def test_a_ruled_table_gives_its_cells() -> None:
    document = read(figures())
    (table,) = [block.table for block in document.blocks if block.table is not None]
    assert tuple(tuple(cell.text for cell in row) for row in table.rows) == ROWS
    assert all(0 < (cell.confidence or 0) <= 100 for row in table.rows for cell in row)


def test_letters_between_rulings_are_no_lines_of_the_table() -> None:
    dots = 200 / 72
    grey = np.full((500, 900), 255, dtype=np.uint8)
    for y in (50, 150, 200, 250, 350):
        grey[y : y + 3, 50:851] = 0
    for x in (50, 450, 850):
        grey[50:153, x : x + 3] = grey[250:353, x : x + 3] = 0
    grey[50:353, 50:53] = grey[50:353, 850:853] = 0
    for x in range(100, 800, 60):  # stems of capitals in two rows that go across
        for y in (150, 200):
            grey[y + 9 : y + 43, x : x + 5] = 0
    (cells,) = find_grids(grey, dots)
    assert len(cells) == 2 + 2 + 2


@ready
def test_two_readers_that_agree_on_a_number_no_one_writes_are_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "recogniser", lambda: Saying("1.035.463", "1.035,4"))
    grey = np.full((20, 20), 255, dtype=np.uint8)
    words = [Word(text, 95, (0, 0, 9, 9), (1, 1, 1)) for text in ("1,035.463", "1.035,4")]
    assert [word.confidence for word in numbers.checked(words, grey)] == [40, 95]


@ready
def test_a_fine_scan_is_read_at_the_same_places_as_a_coarse_one() -> None:
    coarse, fine = page(), page().resize((3306, 1222), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    fine.save(out, "PNG", dpi=(400, 400))
    read_fine = extract_bytes(out.getvalue())
    assert isinstance(read_fine, Document)
    one, other = read(coarse).blocks, read_fine.blocks
    assert [block.text for block in one] == [block.text for block in other]
    for left, right in zip(one, other, strict=True):
        assert left.anchor.box is not None
        assert right.anchor.box is not None
        assert left.anchor.box == pytest.approx(right.anchor.box, abs=1.5)


def test_one_unsure_number_makes_its_cell_unsure() -> None:
    def word(text: str, confidence: float) -> Word:
        return Word(text, confidence, (0, 0, 10, 10), (1, 1, 1))

    assert certainty([word("Kế", 90), word("hoạch", 96), word("quý", 99)]) == 95.7
    assert certainty([word("quý", 99), word("II/2024", 40)]) == 40
    assert certainty([word("Mục", 50), word("III", 92)]) == 92
    assert certainty([]) is None


@ready
def test_a_numeral_that_the_second_reader_sees_otherwise_is_unsure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "recogniser", lambda: Saying("III/2024", "12"))
    grey = np.full((20, 20), 255, dtype=np.uint8)
    words = [Word(text, 95, (0, 0, 9, 9), (1, 1, 1)) for text in ("quý", "II/2024", "12")]
    found = numbers.checked(words, grey)
    assert [word.confidence for word in found] == [95, 40, 95]
    assert [word.text for word in found] == ["quý", "III/2024", "12"]


@ready
def test_a_second_reader_that_sees_no_number_takes_none_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbers, "recogniser", lambda: Saying("ll"))
    grey = np.full((20, 20), 255, dtype=np.uint8)
    (word,) = numbers.checked([Word("11", 95, (0, 0, 9, 9), (1, 1, 1))], grey)
    assert (word.text, word.confidence) == ("11", 40)


@ready
def test_the_marks_of_a_doubted_word_are_those_that_the_second_reader_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubted = [("“DỤNG,", 68), ("Lượi", 84), ("mình", 60), ("tín", 70), ("UBNĐ", 88)]
    others = [("chỉ", 96), ("2024", 50), ("V/v", 70)]
    words = [Word(text, sure, (0, 0, 9, 9), (1, 1, 1)) for text, sure in (*doubted, *others)]
    second = Saying("dung", "lượt", "Minh", "tin tức", "UBND")
    monkeypatch.setattr(unsure_words, "recogniser", lambda: second)
    found = unsure_words.reconsidered(words, np.full((20, 20), 255, dtype=np.uint8))
    assert [word.text for word in found] == [
        "“DUNG,", "Lượt", "minh", "tín", "UBNĐ", "chỉ", "2024", "V/v",
    ]  # fmt: skip
    assert [word.confidence for word in found] == [word.confidence for word in words]


@ready
def test_a_number_in_blue_ink_is_left_out() -> None:
    lines = tuple(line for line in HEAD if "Số:" not in line[2])
    picture = page((*lines, (60, 62, "Số:                 /BC-SNV")))
    ImageDraw.Draw(picture).text((250, 160), "415", (40, 60, 190), font(34))
    header = read_header(read(picture), DocumentTypes.load())
    assert (header.number, header.draft) == ("", False)
    assert header.symbol in ("BC-SNV", "")


@ready
def test_a_blurred_page_and_noise_are_not_read() -> None:
    for picture in (
        page().filter(ImageFilter.GaussianBlur(6)),
        Image.effect_noise((1200, 900), 90).convert("RGB"),
    ):
        scan = extract_bytes(data(picture))
        assert isinstance(scan, Unreadable)
        assert scan.reason is Reason.SCAN


@ready
def test_a_blank_page_between_scans_is_no_loss() -> None:
    out = io.BytesIO()
    page().save(out, "PDF", save_all=True, append_images=[page(())], resolution=200)
    document = extract_bytes(out.getvalue())
    assert isinstance(document, Document)
    assert (document.pages, document.pages_ocr, document.read_complete) == (2, 1, True)


def test_without_an_engine_a_picture_is_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: None)
    for form in ("PNG", "PDF"):
        scan = extract_bytes(data(page(), form))
        assert isinstance(scan, Unreadable)
        assert scan.reason is Reason.SCAN


def test_the_model_is_found_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "script").mkdir()
    model = tmp_path / "script" / "Vietnamese.traineddata"
    model.touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert installed.find_model() == model

"""Pages as people see them."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from extractors.document import ExtractError, Reason
from extractors.page_picture import PIXELS, Drawn, draw_page


def pdf(*sizes: tuple[float, float], content: bytes = b"0 0 0 rg 100 700 50 20 re f") -> bytes:
    """A PDF of blank pages with one black box 100 points from the left, 700 from the bottom."""
    opened = pikepdf.new()
    for size in sizes:
        opened.add_blank_page(page_size=size)
        opened.pages[-1].Contents = opened.make_stream(content)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def grey(drawn: Drawn) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(drawn.data)).convert("L"))


def at(drawn: Drawn, x: float, y: float) -> int:
    """How light the picture is at a point of the page, from its top left corner."""
    shades = grey(drawn)
    scale = shades.shape[1] / drawn.width
    return int(shades[round(y * scale), round(x * scale)])


def test_a_page_has_its_size_and_what_is_drawn_on_it() -> None:
    drawn = draw_page(pdf((595, 842), (400, 300)), 1, 900)
    assert (drawn.kind, drawn.width, drawn.height, drawn.pages) == ("png", 595, 842, 2)
    assert grey(drawn).shape[1] == pytest.approx(900, abs=1)
    assert at(drawn, 120, 842 - 710) < 20
    assert at(drawn, 300, 300) == 255


def test_what_a_signature_draws_is_seen() -> None:
    with pikepdf.open(io.BytesIO(pdf((595, 842), content=b""))) as opened:
        form = opened.make_stream(b"0 0 0 rg 0 0 40 16 re f")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 40, 16]
        widget = opened.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig,
                T="so", Rect=[100, 700, 140, 716], F=4, AP=pikepdf.Dictionary(N=form),
                P=opened.pages[0].obj,
            )
        )  # fmt: skip
        opened.pages[0].Annots = pikepdf.Array([widget])
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=3)
        target = io.BytesIO()
        opened.save(target)
    drawn = draw_page(target.getvalue(), 1, 900)
    assert at(drawn, 120, 842 - 708) < 20


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 10), (3, 14_400)])
def test_a_page_of_any_size_stays_within_the_budget(size: tuple[float, float]) -> None:
    assert grey(draw_page(pdf(size), 1, 1700)).size <= PIXELS * 1.05


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_refused(page: int) -> None:
    with pytest.raises(ExtractError, match="không có trang"):
        draw_page(pdf((595, 842), (595, 842)), page, 900)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 rest is missing", b"\x89PNG\r\n\x1a\n broken"])
def test_a_damaged_file_has_no_picture(data: bytes) -> None:
    with pytest.raises(ExtractError):
        draw_page(data, 1, 900)


def test_a_pdf_with_a_password_says_so() -> None:
    with pikepdf.open(io.BytesIO(pdf((595, 842)))) as opened:
        target = io.BytesIO()
        opened.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ExtractError) as refused:
        draw_page(target.getvalue(), 1, 900)
    assert refused.value.reason is Reason.ENCRYPTED


def scan(turn: int = 0) -> bytes:
    """A page 600 x 800 with eight black lines in its upper half, turned to the left."""
    picture = Image.new("RGB", (600, 800), "white")
    draw = ImageDraw.Draw(picture)
    for line in range(8):
        draw.rectangle((60, 60 + 40 * line, 500, 76 + 40 * line), fill="black")
    target = io.BytesIO()
    picture.rotate(turn, expand=True).save(target, "PNG", dpi=(72, 72))
    return target.getvalue()


LINES = tuple((60.0, 60.0 + 40 * line, 500.0, 76.0 + 40 * line) for line in range(8))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_turned_as_its_reader_turned_it(turn: int) -> None:
    pytest.importorskip("cv2")
    drawn = draw_page(scan(turn), 1, 600, LINES)
    assert (drawn.width, drawn.height) == pytest.approx((600, 800), abs=0.2)
    assert at(drawn, 300, 68) < 60
    assert at(drawn, 300, 700) > 200


def test_a_photograph_stands_as_its_camera_says() -> None:
    picture = Image.new("RGB", (800, 600), "white")
    picture.paste((0, 0, 0), (0, 0, 800, 60))  # the top of the sensor: right side when seen
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter to the right
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif, dpi=(72, 72))
    drawn = draw_page(target.getvalue(), 1, 600)
    assert (drawn.width, drawn.height) == pytest.approx((600, 800), abs=0.2)
    assert at(drawn, 580, 400) < 30
    assert at(drawn, 20, 400) > 220

"""The shipped templates against annex I of Decree 30/2020/NĐ-CP, read back from the XML."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from docx import Document
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from pipeline.reminders.check import sample_fields
from pipeline.reminders.make_templates import make_letter, make_note
from pipeline.reminders.template import LETTER, NOTE, SENDER_LINE, render
from tests.pipeline.reminders.occasion import W


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter of one line each, from the shipped template."""
    fields = {
        **sample_fields(),
        "sender_lines": ["SỞ NỘI VỤ"],
        "sender_line": 28,
        "number": "Số:          /SNV-……",
        "subject": "V/v đôn đốc",
        "place_and_date": "Sơn La, ngày …… tháng …… năm 20……",
        "addressee": "Sở Y tế",
        "closing": "Câu kết./.",
        "copies": ["- Như trên;"],
        "signing": ["GIÁM ĐỐC"],
        "annex_items": "I",
    }
    file = tmp_path_factory.mktemp("form") / "letter.docx"
    file.write_bytes(render(LETTER, fields))
    return file


def paragraphs(file: Path) -> list[Paragraph]:
    word = Document(str(file))
    return [Paragraph(p, word) for p in word.element.body.iter(f"{W}p")]  # type: ignore[arg-type]


def line(file: Path, text: str) -> Paragraph:
    return next(one for one in paragraphs(file) if one.text == text)


def test_pages_are_a4_with_the_margins_of_the_decree(letter: Path) -> None:
    for section in Document(str(letter)).sections:
        sides = sorted((section.page_width, section.page_height))
        assert [round(side / Mm(1)) for side in sides] == [210, 297]
        top, bottom, left, right = (
            round(margin / Mm(1))
            for margin in (
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        )
        assert 20 <= top <= 25
        assert 20 <= bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def test_every_page_but_the_first_is_numbered_in_the_middle_and_annexes_begin_anew(
    letter: Path,
) -> None:
    first = Document(str(letter)).sections[0]
    (number,) = first.header.paragraphs
    assert number._p.find(f"{W}fldSimple").get(f"{W}instr") == "PAGE"
    assert number._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == "center"
    for section in Document(str(letter)).sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"
        assert not section.first_page_header.paragraphs[0].text


def test_everything_is_set_in_times_new_roman(letter: Path) -> None:
    word = Document(str(letter))
    normal = word.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert normal.font.size == Pt(14)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(f"{W}{name}") for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert not list(word.element.body.iter(f"{W}rFonts"))  # nothing is set otherwise


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic", "place"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False, "center"),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, "center"),
        ("SỞ NỘI VỤ", 13, True, False, "center"),
        ("Số:          /SNV-……", 13, False, False, "center"),
        ("V/v đôn đốc", 12, False, False, "center"),
        ("Sơn La, ngày …… tháng …… năm 20……", 14, False, True, "center"),
        ("Kính gửi: Sở Y tế", 14, False, False, "center"),
        ("Câu kết./.", 14, False, False, "both"),
        ("Nơi nhận:", 12, True, True, "left"),
        ("- Như trên;", 11, False, False, "left"),
        ("GIÁM ĐỐC", 14, True, False, "center"),
        ("Phụ lục I", 14, True, False, "center"),
        ("DANH MỤC VĂN BẢN, TÀI LIỆU ĐÃ NHẬN", 14, True, False, "center"),
    ],
)
def test_each_part_has_the_size_and_look_of_the_decree(
    letter: Path, text: str, size: int, bold: bool, italic: bool, place: str
) -> None:
    paragraph = line(letter, text)
    (run,) = paragraph.runs
    assert run.font.size == Pt(size)
    assert bool(run.bold) is bold
    assert bool(run.italic) is italic
    assert paragraph._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == place


def test_the_body_is_drawn_in_and_spaced(letter: Path) -> None:
    form = line(letter, "Câu kết./.").paragraph_format
    assert form.first_line_indent is not None
    assert Cm(1) <= form.first_line_indent <= Cm(1.27)
    assert form.space_after is not None
    assert form.space_after > 0


def test_a_line_stands_under_the_motto_as_long_as_its_text(letter: Path) -> None:
    below = line(letter, "Độc lập - Tự do - Hạnh phúc")._p.getnext()
    assert length_of_line(below, Cm(10.2)) == pytest.approx(Cm(6.02), rel=0.02)


def test_the_line_under_the_name_is_a_third_to_a_half_of_it(letter: Path) -> None:
    below = line(letter, "SỞ NỘI VỤ")._p.getnext()
    assert below.find(f"{W}pPr/{W}pStyle") is not None
    name = 67.2  # points: SỞ NỘI VỤ in Times bold 13
    assert name / 3 <= length_of_line(below, Cm(6.3)) / Pt(1) <= name / 2


def test_the_style_of_that_line_is_named_for_those_who_change_the_template() -> None:
    assert SENDER_LINE in {style.name for style in Document(str(LETTER)).styles}


def test_the_committed_templates_are_what_the_script_makes() -> None:
    assert members(LETTER.read_bytes()) == members(make_letter())
    assert members(NOTE.read_bytes()) == members(make_note())


def members(file: bytes) -> dict[str, bytes]:
    """What an office file holds, however it was compressed."""
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def length_of_line(paragraph: object, cell: int) -> int:
    """How long the ruled top of a paragraph is in a cell of that width."""
    properties = paragraph.find(f"{W}pPr")  # type: ignore[attr-defined]
    assert properties.find(f"{W}pBdr/{W}top").get(f"{W}val") == "single"
    indent = properties.find(f"{W}ind")
    twips = int(indent.get(f"{W}left")) + int(indent.get(f"{W}right"))
    return cell - twips * 635


ORDER = {  # annex A of ECMA-376; Word calls a file damaged that has them otherwise
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "pPr": "pStyle keepNext keepLines pBdr tabs spacing ind jc rPr sectPr",
}


@pytest.mark.parametrize("template", [LETTER, NOTE])
def test_properties_stand_in_the_order_that_word_minds(template: Path) -> None:
    body = Document(str(template)).element.body
    for name, order in ORDER.items():
        known = order.split()
        for properties in body.iter(f"{W}{name}"):
            places = [known.index(child.tag.removeprefix(W)) for child in properties]
            assert places == sorted(places)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_an_office_program_prints_the_letter_upright_and_its_annexes_across(
    letter: Path, tmp_path: Path
) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    order = ["--convert-to", "pdf", "--outdir", str(tmp_path), str(letter)]
    subprocess.run(["soffice", "--headless", profile, *order], check=True, capture_output=True)
    with pdfplumber.open(tmp_path / "letter.pdf") as printed:
        pages = [(page.width < page.height, page.extract_text()) for page in printed.pages]
    assert [upright for upright, _ in pages] == [True, False, False, False]
    assert "Kính gửi: Sở Y tế" in pages[0][1]
    assert [text.startswith("Phụ lục") for _, text in pages] == [False, True, True, True]

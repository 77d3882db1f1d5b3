from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from lxml import etree
from pypdfium2 import PdfDocument

from pipeline.storage.store import Store
from pipeline.summary.document import summarise, summary_bytes, write_summary
from pipeline.summary.facts import Facts, ListFacts, gather
from rules.summary import groups
from tests.pipeline.outputs.scene import HOSTILE
from tests.pipeline.test_figures import store as store  # the small run

SOFFICE = shutil.which("soffice")
LONG = "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công cấp tỉnh ở Việt Nam " * 12


@pytest.fixture
def facts(store: Path) -> Facts:
    with Store.read(store) as opened:
        return gather(opened)


def before_the_annex(path: Path) -> int:
    """How many pages stand before the first one across, as an office program lays them out."""
    if SOFFICE is None:
        pytest.skip("needs soffice")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    with PdfDocument(path.with_suffix(".pdf")) as pdf:
        sizes = [page.get_size() for page in pdf]
    return [width > height for width, height in sizes].index(True)


def with_agencies(facts: Facts, number: int, name: str) -> Facts:
    """The same facts with many agencies, each confirmed, in a plan of a long title."""
    line = replace(facts.figures.by_agency[1], confirmed={"late": 1, "flawed": 4, "missing": 2})
    many = tuple(replace(line, key=f"a{n}", name=f"{name} {n}") for n in range(number))
    of_all = tuple((replace(line, name=group.label), 99) for group in groups())
    counts = {**line.counts, "settled": 999}
    total = replace(facts.figures.total, confirmed={"late": 1}, counts=counts)
    sections = tuple(replace(line, key=str(n), name=f"{n}. {name}") for n in range(9))
    return replace(
        facts,
        plan_words=f"Kế hoạch {LONG}",
        figures=replace(facts.figures, by_agency=many, by_section=sections, total=total),
        groups=of_all,
        list=ListFacts(9999, 1111, 2222, 3333, 4444),
        files=999,
        unmatched=999,
        soon=999,
    )


def test_the_samples_fill_two_pages_and_the_annex_follows(results: Path, tmp_path: Path) -> None:
    shutil.copyfile(summarise(results), tmp_path / "a.docx")
    assert before_the_annex(tmp_path / "a.docx") == 2


def test_nothing_is_due_yet(facts: Facts, tmp_path: Path) -> None:
    none = replace(facts.figures.total, counts={"pending": 22}, confirmed={})
    told = replace(facts.figures, total=none, by_agency=(none,), by_section=(none,), by_month=())
    path = write_summary(replace(facts, figures=told, groups=()), tmp_path / "a.docx")
    body = [one.text for one in Document(str(path)).paragraphs]
    assert "Đến hết ngày 20/06/2024, chưa có sản phẩm, báo cáo nào đến hạn." in body
    assert "Chưa có việc nào đến hạn." in body


@pytest.mark.parametrize("number", [60, 200])
def test_more_agencies_lengthen_only_the_annex(facts: Facts, tmp_path: Path, number: int) -> None:
    name = "Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng, công nghiệp"
    path = write_summary(with_agencies(facts, number, name), tmp_path / "a.docx")
    assert before_the_annex(path) == 2


def test_the_same_facts_give_the_same_bytes(facts: Facts, store: Path, tmp_path: Path) -> None:
    assert summary_bytes(facts) == summary_bytes(facts)
    with Store.read(store) as opened:
        again = gather(opened)
    path = write_summary(again, tmp_path / "b" / "a.docx")
    assert path.read_bytes() == summary_bytes(facts)
    assert [one.name for one in path.parent.iterdir()] == ["a.docx"]


def test_page_and_letters_of_the_decree(facts: Facts, tmp_path: Path) -> None:
    word = Document(str(write_summary(facts, tmp_path / "a.docx")))
    first, annex = word.sections
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (round(first.top_margin.mm), round(first.bottom_margin.mm)) == (20, 20)
    assert (round(first.left_margin.mm), round(first.right_margin.mm)) == (30, 20)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    normal = word.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(13))
    cells = word.tables[0].rows[0].cells
    head = [paragraph.text for cell in cells for paragraph in cell.paragraphs]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "SỞ NỘI VỤ" in head
    assert "Số:          /" in head, "the number is the clerk's of papers"


def test_fonts_of_the_theme_are_nowhere(facts: Facts) -> None:
    root = parts(summary_bytes(facts))["word/styles.xml"]
    (fonts,) = root.xpath("//*[@w:styleId='Normal']//w:rFonts", namespaces=root.nsmap)
    values = {etree.QName(name).localname: value for name, value in fonts.attrib.items()}
    assert {values[id] for id in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}


def test_headings_of_tables_are_repeated_and_rows_whole(facts: Facts) -> None:
    root = parts(summary_bytes(facts))["word/document.xml"]
    ruled = [one for one in root.iterfind(".//{*}tbl") if len(one.findall("{*}tr")) > 1]
    assert len(ruled) == 6
    for table in ruled:
        rows = table.findall("{*}tr")
        assert rows[0].find("{*}trPr/{*}tblHeader") is not None
        assert all(row.find("{*}trPr/{*}cantSplit") is not None for row in rows)


def test_the_chart_is_native_and_needs_nothing_else(facts: Facts) -> None:
    told = parts(summary_bytes(facts))
    chart = told["word/charts/chart1.xml"]
    assert chart.find(".//{*}externalData") is None
    assert b"image/" not in etree.tostring(told["[Content_Types].xml"]) or not [
        name for name in told if name.startswith("word/media")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(facts: Facts, text: str) -> None:
    lines = tuple(replace(one, name=text) for one in facts.figures.by_agency)
    told = replace(
        facts,
        plan=replace(facts.plan, report_to=text, province=text),
        plan_words=text,
        figures=replace(facts.figures, by_agency=lines, by_section=lines),
        groups=tuple((line, 1) for line in lines),
    )
    for name, root in parts(summary_bytes(told)).items():
        assert not root.findall(".//{*}hyperlink"), name
        assert [one.text for one in root.iterfind(".//{*}instrText")] in ([], ["PAGE"]), name


def parts(docx: bytes) -> dict[str, etree._Element]:
    """Every XML part of a document, parsed."""
    with zipfile.ZipFile(io.BytesIO(docx)) as found:
        return {
            name: etree.fromstring(found.read(name))
            for name in found.namelist()
            if name.endswith((".xml", ".rels"))
        }

"""OpenDocument texts and sheets."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.document import Document, Kind, Reason, Unreadable
from extractors.formats import extract_bytes

NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
STYLES = """<office:automatic-styles>
<style:style style:name="old" style:family="text">
  <style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="title" style:family="paragraph">
  <style:paragraph-properties fo:text-align="center"/>
  <style:text-properties fo:font-family="'.VnTimeH'" fo:font-weight="bold"/></style:style>
<style:style style:name="vni" style:family="table-cell">
  <style:text-properties fo:font-family="VNI-Times"/></style:style>
<style:style style:name="shut" style:family="table">
  <style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""
FACES = """<office:font-face-decls>
<style:font-face style:name="F1" svg:font-family=".VnTime"/></office:font-face-decls>"""


def packed(kind: str, body: str, doctype: str = "", manifest: str = "<a/>") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        opened.writestr("META-INF/manifest.xml", manifest)
        opened.writestr(
            "content.xml",
            f"{doctype}<office:document-content{NAMES}>{FACES}{STYLES}<office:body>"
            f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return target.getvalue()


def read(kind: str, body: str) -> Document:
    document = extract_bytes(packed(kind, body))
    assert isinstance(document, Document), document
    return document


def test_a_text() -> None:
    document = read(
        "text",
        """<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
        <text:p text:style-name="title">kÕ ho¹ch</text:p>
        <text:h text:outline-level="2">I. Mục<text:s text:c="2"/>tiêu</text:h>
        <text:p><text:span text:style-name="old">Th«ng t\xad</text:span>&#173; Sơn La<text:note>
        <text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p>
        </text:note-body></text:note><text:line-break/>tiếp</text:p>
        <text:list><text:list-item><text:p>một</text:p></text:list-item></text:list>
        <table:table><table:table-header-rows><table:table-row>
        <table:table-cell table:number-columns-spanned="2"><text:p>a</text:p><text:p>b</text:p>
        </table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>
        <table:table-row><table:table-cell><text:p>c</text:p></table:table-cell>
        <table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>""",
    )
    assert document.format == "odt"
    assert [(block.kind, block.text) for block in document.blocks] == [
        (Kind.PARAGRAPH, "KẾ HOẠCH"),
        (Kind.HEADING, "I. Mục  tiêu"),
        (Kind.PARAGRAPH, "Thông tư Sơn La\ntiếp"),
        (Kind.LIST_ITEM, "một"),
        (Kind.TABLE, ""),
        (Kind.FOOTNOTE, "chú thích"),
    ]
    assert (document.blocks[0].bold, document.blocks[0].centred) == (True, True)
    table = document.blocks[4].table
    assert table is not None
    assert [[(c.text, c.col_span) for c in row] for row in table.rows] == [
        [("a\nb", 2)],
        [("c", 1), ("d", 1)],
    ]


def test_a_workbook() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    document = read(
        "spreadsheet",
        f"""<table:table table:name="Biểu 01"><table:table-column/>
        <table:table-column table:default-cell-style-name="vni"/>
        <table:table-row><table:table-cell><text:p>TT</text:p></table:table-cell>
        <table:table-cell><text:p>huyeän</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2024-06-05">
        <text:p>5-6</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell office:value-type="float" office:value="1200">
        <text:p>1,200.00</text:p></table:table-cell><table:table-cell
        office:value-type="percentage" office:value="0.985"><text:p>99%</text:p></table:table-cell>
        <table:table-cell table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell>
        </table:table-row><table:table-row table:number-rows-repeated="1048574">{blank}
        </table:table-row></table:table>
        <table:table table:name="Số liệu" table:style-name="shut"><table:table-row>
        <table:table-cell><text:p>ẩn</text:p></table:table-cell></table:table-row></table:table>""",
    )
    assert document.format == "ods"
    table = document.blocks[1].table
    assert table is not None
    assert [[c.text for c in row] for row in table.rows] == [
        ["TT", "huyện", "05/06/2024"],
        ["1200", "98,5%", "x"],
    ]
    assert table.rows[1][2].row_span == 2
    assert document.blocks[-1].anchor.sheet == "Số liệu (ẩn)"


def test_repeated_cells_are_bounded() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell>'
    document = read("spreadsheet", f"<table:table>{row}</table:table-row></table:table>")
    assert document.skipped[0][0] is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed("text", ""), Reason.NO_TEXT),
        (packed("spreadsheet", ""), Reason.NO_TEXT),
        (packed("text", "", '<!DOCTYPE a [<!ENTITY b "c">]>'), Reason.DAMAGED),
        (packed("text", "", manifest="<encryption-data/>"), Reason.ENCRYPTED),
        (packed("text", "<text:p>"), Reason.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: Reason) -> None:
    unreadable = extract_bytes(data)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is reason

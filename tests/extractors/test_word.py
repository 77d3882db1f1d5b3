"""Word files: all that a reader of the printed page sees, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.document import Document, Kind, Reason, Unreadable
from extractors.formats import extract_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def package(body: str, doctype: str = "", **parts: str) -> bytes:
    """A Word file of a body and further parts (``numbering``, ``styles``, ``header`` ...)."""
    target = io.BytesIO()
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in parts
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
        )
        opened.writestr(
            "_rels/.rels",
            f'{head}<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        opened.writestr("word/_rels/document.xml.rels", f"{head}{relations}</Relationships>")
        opened.writestr(
            "word/document.xml",
            f"{doctype}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        )
        for name, text in parts.items():
            opened.writestr(f"word/{name}.xml", text.replace("NAMES", NAMES))
    return target.getvalue()


def read(body: str, **parts: str) -> Document:
    document = extract_bytes(package(body, **parts))
    assert isinstance(document, Document), document
    return document


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


RUNS = [
    ("<w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins>", "ab"),
    ("<w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del>", "a"),
    ("<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:r><w:t>và</w:t></w:r>", "và"),
    ("<w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo>", "mới"),
    ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r>", "hiện"),
    ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>hiện</w:t></w:r>', "hiện"),
    ("<w:r><w:rPr><w:caps/></w:rPr><w:t>Sở Nội vụ</w:t></w:r>", "SỞ NỘI VỤ"),
    ("<w:sdt><w:sdtContent><w:r><w:t>ô điền</w:t></w:r></w:sdtContent></w:sdt>", "ô điền"),
    ("<w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>", "liên kết"),
    ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r>", "1"),
    ("<w:fldSimple><w:r><w:t>05</w:t></w:r></w:fldSimple>", "05"),
    ("<w:r><w:t>số</w:t><w:tab/><w:t>05</w:t><w:br/><w:t>ngày</w:t></w:r>", "số\t05\nngày"),
    ("<w:r><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>", "QĐ-UBND"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>Có</w:t></w:r>', "☑Có"),
    ("<w:r><w:t>Ho\u0300a</w:t></w:r>", "Hòa"),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "text"), RUNS)
def test_runs(runs: str, text: str) -> None:
    (block,) = read(f"<w:p>{runs}</w:p>").blocks
    assert block.text == text


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    document = read(p("Báo cáo ", "<w:rPr><w:del/></w:rPr>") + p("tháng 6"))
    assert [block.text for block in document.blocks] == ["Báo cáo tháng 6"]


def test_look_of_a_paragraph() -> None:
    styles = (
        '<w:styles NAMES><w:style w:type="paragraph" w:styleId="Ten"><w:basedOn w:val="Goc"/>'
        '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Goc">'
        '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
    )
    body = p("BÁO CÁO", '<w:pStyle w:val="Ten"/>') + p("Kính gửi", "", "<w:i/>")
    title, plain = read(body, styles=styles).blocks
    assert (title.bold, title.centred, title.level, title.kind) == (True, True, 1, Kind.HEADING)
    assert (plain.bold, plain.italic, plain.centred) == (False, True, False)


def level(depth: int, shape: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:numbering NAMES><w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "-")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="4"/></w:lvlOverride></w:num></w:numbering>'
)


def listed(number: int, depth: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def test_list_labels() -> None:
    places = [
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 1),
        (1, 2),
        (1, 0),
        (1, 1),
        (1, 3),
        (2, 0),
        (3, 0),
    ]
    body = "".join(p("việc", listed(number, depth)) for number, depth in places)
    labels = [block.label for block in read(body, numbering=NUMBERING).blocks]
    assert labels == ["I.", "1.", "a)", "b)", "2.", "a)", "II.", "1.", "2.1", "-", "IV."]


def test_an_empty_list_paragraph_is_not_counted() -> None:
    body = p("một", listed(1, 0)) + p("", listed(1, 0)) + p("hai", listed(1, 0))
    assert [b.label for b in read(body, numbering=NUMBERING).blocks] == ["I.", "II."]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


SIDES = '<w:top w:val="single"/><w:left w:val="single"/>'
GRID = f"<w:tblPr><w:tblBorders>{SIDES}</w:tblBorders></w:tblPr>"


def test_merged_cells() -> None:
    tall, under, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    first = f"<w:tr>{cell('TT', tall)}{cell('Kết quả', wide)}</w:tr>"
    second = f"<w:tr>{cell('', under)}{cell('Quý I')}{cell('Quý II')}</w:tr>"
    body = f"<w:tbl>{GRID}{first}{second}</w:tbl>"
    (block,) = read(body).blocks
    assert block.table is not None
    above, below = block.table.rows
    assert [(c.text, c.row_span, c.col_span) for c in above] == [("TT", 2, 1), ("Kết quả", 1, 2)]
    assert [(c.text, c.anchor.row, c.anchor.column) for c in below] == [
        ("Quý I", 2, 2),
        ("Quý II", 2, 3),
    ]
    assert block.table.ruled


def test_nested_and_borderless_tables() -> None:
    inner = f"<w:tbl><w:tr>{cell('trong 1')}{cell('trong 2')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{inner}{p('sau')}</w:tc>{cell('phải')}</w:tr></w:tbl>"
    (block,) = read(body).blocks
    assert block.table is not None
    assert [c.text for c in block.table.rows[0]] == ["trong 1\ttrong 2\nsau", "phải"]
    assert not block.table.ruled


def test_rows_in_a_content_control_and_deleted_rows() -> None:
    body = (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('a')}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('b')}</w:tr></w:tbl>"
    )
    (block,) = read(body).blocks
    assert block.table is not None
    assert [[c.text for c in row] for row in block.table.rows] == [["a"]]


def test_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>ngoài</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert [(b.text, b.kind) for b in read(body).blocks] == [
        ("ngoài", Kind.PARAGRAPH),
        ("trong khung", Kind.TEXT_BOX),
    ]


def test_notes_and_running_headers() -> None:
    notes = f'<w:footnotes NAMES><w:footnote w:id="2">{p("chú thích")}</w:footnote></w:footnotes>'
    header = f"<w:hdr NAMES>{p('UBND TỈNH')}</w:hdr>"
    body = '<w:p><w:r><w:t>Kết quả</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = read(body, footnotes=notes, header=header)
    assert [(b.text, b.kind) for b in document.blocks] == [
        ("UBND TỈNH", Kind.RUNNING),
        ("Kết quả", Kind.PARAGRAPH),
        ("chú thích", Kind.FOOTNOTE),
    ]


def test_what_is_drawn_across_the_pages_is_read() -> None:
    drawn = '<v:shape><v:textpath style="x" string=" MẬT "/></v:shape>'
    header = f"<w:hdr NAMES><w:p><w:r><w:pict>{drawn}</w:pict></w:r></w:p></w:hdr>"
    assert [(b.text, b.kind) for b in read(p("Nội dung"), header=header).blocks] == [
        ("MẬT", Kind.RUNNING),
        ("Nội dung", Kind.PARAGRAPH),
    ]


def test_dtd_is_refused() -> None:
    doctype = '<!DOCTYPE w [<!ENTITY a "aaaa">]>'
    unreadable = extract_bytes(package(p("&a;"), doctype=doctype))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is Reason.DAMAGED


def test_no_text() -> None:
    unreadable = extract_bytes(package(p(" ")))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is Reason.NO_TEXT


TCVN3, VNI = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>', '<w:rFonts w:ascii="VNI-Times"/>'
TITLES = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'


def r(text: str, run: str = "") -> str:
    """A run; ``~`` is Word's element for a soft hyphen."""
    text = text.replace("~", '</w:t><w:softHyphen/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (r("Th«ng t~ h~íng dÉn thi hµnh", TCVN3), "Thông tư hướng dẫn thi hành"),
        (r("th«ng t~", TITLES), "THÔNG TƯ"),
        (r("Tröôøng Ñaïi hoïc", VNI), "Trường Đại học"),
        (r("Tröôø", VNI) + r("ng Ñaï", VNI + "<w:b/>") + r("i ho", VNI) + r("ïc", VNI),
         "Trường Đại học"),
        (r("UBND tØnh ", TCVN3) + r("Sơn La, ngày 5") + r(" th¸ng 6", TCVN3),
         "UBND tỉnh Sơn La, ngày 5 tháng 6"),
        (r("Kế hoạch của Sở Nội vụ", TCVN3), "Kế hoạch của Sở Nội vụ"),
        (r("Soft~hyphen") + r(" àáâãèéêìíòóôõùúý"), "Softhyphen àáâãèéêìíòóôõùúý"),
        (r("th«ng t~", TCVN3 + "<w:caps/>"), "THÔNG TƯ"),
    ],
)  # fmt: skip
def test_old_fonts_are_read_run_by_run(runs: str, text: str) -> None:
    assert read(f"<w:p>{runs}</w:p>").text() == text

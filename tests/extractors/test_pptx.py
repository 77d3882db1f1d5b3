"""PowerPoint files: the slides in the order they are shown, and all that stands on them."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.document import Block, Document, ExtractError, Kind, Reason
from extractors.slides import pptx
from extractors.slides.pptx import read_pptx

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:r="{R}"'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def packed(slides: list[tuple[str, str]], **parts: str) -> bytes:
    """A deck of slides (number of the part, its shapes) in the order shown; "" has no part."""
    target = io.BytesIO()
    ids = "".join(
        f'<p:sldId id="{256 + n}" r:id="rId{part}"/>' for n, (part, _) in enumerate(slides)
    )
    links = "".join(
        f'<Relationship Id="rId{part}" Type="{R}/slide" Target="slides/slide{part}.xml"/>'
        for part, _ in slides
    )
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/ppt/presentation.xml" ContentType="{TYPE}"/></Types>',
        )
        opened.writestr(
            "_rels/.rels",
            f'{RELATIONS}<Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="ppt/presentation.xml"/></Relationships>',
        )
        opened.writestr(
            "ppt/presentation.xml",
            f"<p:presentation {NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        )
        opened.writestr(
            "ppt/_rels/presentation.xml.rels",
            f'{RELATIONS}{links}<Relationship Id="t" Type="{R}/theme" Target="theme.xml"/>'
            "</Relationships>",
        )
        for part, shapes in slides:
            if shapes:
                opened.writestr(
                    f"ppt/slides/slide{part}.xml",
                    f"<p:sld {NAMES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>",
                )
        for name, text in parts.items():
            opened.writestr(f"ppt/{name}.xml", text.replace("NAMES", NAMES))
    return target.getvalue()


def blocks(*shapes: str, **parts: str) -> tuple[Block, ...]:
    """The blocks of a deck of one slide."""
    document = read_pptx(packed([("1", "".join(shapes))], **parts))
    assert document.read_complete
    return document.blocks


def run(text: str, font: str = "", said: str = "") -> str:
    latin = f'<a:latin typeface="{font}"/>' if font else ""
    return f"<a:r><a:rPr {said}>{latin}</a:rPr><a:t>{text}</a:t></a:r>"


def p(content: str, properties: str = "", said: str = "") -> str:
    """A paragraph of runs, or of a text."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<a:p><a:pPr {said}>{properties}</a:pPr>{inner}</a:p>"


def shape(*paragraphs: str, role: str = "", styles: str = "") -> str:
    place = f'<p:ph type="{role}"/>' if role else ""
    body = f"<a:bodyPr/><a:lstStyle>{styles}</a:lstStyle>{''.join(paragraphs)}"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def frame(content: str) -> str:
    return (
        "<p:graphicFrame><a:graphic><a:graphicData>"
        f"{content}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def cell(text: str, said: str = "") -> str:
    return f"<a:tc {said}><a:txBody><a:bodyPr/>{p(text)}</a:txBody></a:tc>"


def row(*cells: str) -> str:
    return f"<a:tr>{''.join(cells)}</a:tr>"


def failure(data: bytes) -> Reason:
    with pytest.raises(ExtractError) as raised:
        read_pptx(data)
    return raised.value.reason


def test_slides_come_as_they_are_shown_and_not_as_their_parts_are_named() -> None:
    document = read_pptx(
        packed([("3", shape(p("Mở đầu"))), ("1", shape(p("Nội dung"))), ("2", shape(p("Kết")))])
    )
    assert [(b.anchor.page, b.text) for b in document.blocks] == [
        (1, "Mở đầu"), (2, "Nội dung"), (3, "Kết"),
    ]  # fmt: skip
    assert (document.format, document.pages, document.pages_read) == ("pptx", 3, 3)
    assert (document.reader, document.read_complete) == (pptx.VERSION, True)


def test_a_hidden_slide_is_read() -> None:
    data = packed([("1", ""), ("2", shape(p("Thấy")))],
                  **{"slides/slide1": f'<p:sld NAMES show="0"><p:cSld><p:spTree>{shape(p("Ẩn"))}'
                                      "</p:spTree></p:cSld></p:sld>"})  # fmt: skip
    assert [block.text for block in read_pptx(data).blocks] == ["Ẩn", "Thấy"]


def test_what_the_shapes_are() -> None:
    found = blocks(
        shape(p("Kế hoạch năm 2025", said='algn="ctr"'), role="ctrTitle"),
        shape(p(run("Số: 12/KH-UBND", said='b="1"')), role="subTitle"),
        shape(p(""), p(run("Phụ lục", said='i="1"'))),
        shape(p("24/11/2025"), role="dt"),
        shape(p("Sở Nội vụ"), role="ftr"),
        shape("<a:p><a:fld type='slidenum'><a:rPr/><a:t>1</a:t></a:fld></a:p>", role="sldNum"),
    )
    assert [(b.kind, b.text) for b in found] == [
        (Kind.HEADING, "Kế hoạch năm 2025"),
        (Kind.PARAGRAPH, "Số: 12/KH-UBND"),
        (Kind.PARAGRAPH, "Phụ lục"),
        (Kind.RUNNING, "24/11/2025"),
        (Kind.RUNNING, "Sở Nội vụ"),
        (Kind.RUNNING, "1"),
    ]
    title, number, appendix = found[:3]
    assert (title.centred, title.level, title.bold) == (True, 0, False)
    assert (number.bold, number.centred, number.level) == (True, False, None)
    assert (appendix.italic, appendix.anchor.paragraph) == (True, 4)


def test_paragraphs_and_tables_are_counted_through_the_deck() -> None:
    table = frame(f"<a:tbl><a:tr>{cell('x')}</a:tr></a:tbl>")
    document = read_pptx(packed([("1", shape(p("a")) + table), ("2", shape(p("b")) + table)]))
    assert [(b.anchor.page, b.anchor.paragraph, b.anchor.table) for b in document.blocks] == [
        (1, 1, None), (1, None, 1), (2, 2, None), (2, None, 2),
    ]  # fmt: skip


def test_groups_in_groups_and_drawings_in_two_forms() -> None:
    found = blocks(
        shape(p("một")),
        f"<p:grpSp><p:grpSpPr/>{shape(p('hai'))}<p:grpSp>{shape(p('ba'))}</p:grpSp></p:grpSp>",
        f"<mc:AlternateContent><mc:Choice Requires='a14'>{shape(p('bốn'))}</mc:Choice>"
        f"<mc:Fallback>{shape(p('4'))}</mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent><mc:Choice><p:contentPart/></mc:Choice>"
        f"<mc:Fallback>{shape(p('năm'))}</mc:Fallback></mc:AlternateContent>",
    )
    assert [block.text for block in found] == ["một", "hai", "ba", "bốn", "năm"]


def test_groups_nested_too_deep_are_left_out_and_told() -> None:
    deep = "<p:grpSp>" * 60 + shape(p("sâu")) + "</p:grpSp>" * 60
    document = read_pptx(packed([("1", shape(p("nông")) + deep)]))
    assert [block.text for block in document.blocks] == ["nông"]
    assert [reason for reason, _ in document.skipped] == [Reason.TOO_LARGE]


def test_runs_breaks_and_fields_make_one_text() -> None:
    (block,) = blocks(
        shape(
            f"<a:p>{run('Điều ')}{run('1.')}<a:br/><a:fld><a:t>Phạm vi</a:t></a:fld>"
            "<a:endParaRPr/></a:p>"
        )
    )
    assert block.text == "Điều 1.\nPhạm vi"


def test_old_fonts_beside_unicode() -> None:
    found = blocks(
        shape(p(run("Th«ng t\xad", ".VnTime") + run(" số 05 về bảo hiểm", "Arial"))),
        shape(p(run("kÕ ho¹ch", ".VnTimeH"))),
        shape(p(run("kÕ ho¹ch", ".VnTime", 'cap="all"') + run(" năm", said='cap="all"'))),
        shape(p(run("ÑAÏI HO", "VNI-Times") + run("ÏC", "VNI-Times", 'b="1"'))),
        shape(p("c«ng v¨n"), styles='<a:lvl1pPr algn="ctr"><a:defRPr b="1">'
              '<a:latin typeface=".VnArial"/></a:defRPr></a:lvl1pPr>'),
    )  # fmt: skip
    assert [block.text for block in found] == [
        "Thông tư số 05 về bảo hiểm", "KẾ HOẠCH", "KẾ HOẠCH NĂM", "ĐẠI HỌC", "công văn",
    ]  # fmt: skip
    assert (found[-1].bold, found[-1].centred) == (True, True)


def test_fonts_of_the_theme() -> None:
    theme = (
        "<a:theme NAMES><a:themeElements><a:fontScheme>"
        '<a:majorFont><a:latin typeface=".VnTimeH"/></a:majorFont>'
        '<a:minorFont><a:latin typeface=".VnTime"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    shapes = (
        shape(p(run("kÕ ho¹ch")), role="title"),
        shape(p(run("kÕ ", "+mn-lt") + run("ho¹ch"))),
        shape(p(run("m²", "Arial"))),
    )
    found = blocks(*shapes, theme=theme)
    assert [block.text for block in found] == ["KẾ HOẠCH", "kế hoạch", "m²"]


def test_lists() -> None:
    numbered = '<a:buFont typeface="+mj-lt"/><a:buAutoNum type="%s"/>'
    period, letter = numbered % "arabicPeriod", numbered % "alphaLcParenR"
    bullet = '<a:buFont typeface="Wingdings"/><a:buChar char="Ø"/>'
    found = blocks(
        shape(
            p("a", period), p("b", letter, 'lvl="1"'), p("c", letter, 'lvl="1"'),
            p("", period), p("d", period), p("e", letter, 'lvl="1"'),
            p("thường"), p("f", period),
            p("g", '<a:buAutoNum type="romanUcParenBoth" startAt="4"/>'),
            p("h", bullet), p("i", '<a:buChar char="-"/>'), p("k", "<a:buNone/>"),
            p("l", '<a:buAutoNum type="circleNumDbPlain"/>'),
        ),
        shape(p("m", period)),
    )  # fmt: skip
    assert [(b.label, b.text, b.level) for b in found] == [
        ("1.", "a", 0), ("a)", "b", 1), ("b)", "c", 1),
        ("2.", "d", 0), ("a)", "e", 1),
        ("", "thường", None), ("1.", "f", 0),
        ("(IV)", "g", 0),
        ("➢", "h", 0), ("-", "i", 0), ("", "k", None),
        ("1", "l", 0),
        ("1.", "m", 0),
    ]  # fmt: skip
    assert {b.kind for b in found if b.label} == {Kind.LIST_ITEM}
    assert {b.kind for b in found if not b.label} == {Kind.PARAGRAPH}


def test_a_table_with_merged_cells() -> None:
    (block,) = blocks(
        frame(
            "<a:tbl><a:tblPr/><a:tblGrid/>"
            + row(
                cell("TT", "rowSpan='2'"), cell("Chỉ tiêu", "gridSpan='2'"), cell("", "hMerge='1'")
            )
            + row(cell("", "vMerge='1'"), cell("Giao"), cell("Đạt"))
            + row(cell("1"), cell("100", "gridSpan='9999999'"), cell("", "hMerge='true'"))
            + "</a:tbl>"
        )
    )
    assert block.kind is Kind.TABLE
    assert block.table is not None
    assert [
        [(c.text, c.anchor.row, c.anchor.column, c.row_span, c.col_span) for c in row]
        for row in block.table.rows
    ] == [
        [("TT", 1, 1, 2, 1), ("Chỉ tiêu", 1, 2, 1, 2)],
        [("Giao", 2, 2, 1, 1), ("Đạt", 2, 3, 1, 1)],
        [("1", 3, 1, 1, 1), ("100", 3, 2, 1, 2)],
    ]
    assert block.table.anchor.words() == "trang 1, bảng 1"


def test_a_diagram_is_read_from_its_top_down() -> None:
    def point(key: str, text: str = "", kind: str = "node") -> str:
        return f'<dgm:pt modelId="{key}" type="{kind}"><dgm:t>{p(text)}</dgm:t></dgm:pt>'

    def link(upper: str, lower: str, order: int, kind: str = "parOf") -> str:
        return f'<dgm:cxn type="{kind}" srcId="{upper}" destId="{lower}" srcOrd="{order}"/>'

    model = (
        "<dgm:dataModel NAMES><dgm:ptLst>"
        f"{point('9', 'Rời')}{point('3', 'Phòng B')}{point('2', 'Phòng A')}{point('1', 'Sở')}"
        f"{point('0', kind='doc')}{point('8', 'kiểu', 'pres')}</dgm:ptLst><dgm:cxnLst>"
        f"{link('1', '3', 1)}{link('1', '2', 0)}{link('0', '1', 0)}{link('3', '1', 0)}"
        f"{link('9', '8', 0, 'presOf')}</dgm:cxnLst></dgm:dataModel>"
    )
    document = read_pptx(with_diagram(model))
    assert [block.text for block in document.blocks] == ["Sở", "Phòng A", "Phòng B", "Rời", "Hết"]
    assert document.read_complete


def test_a_lost_diagram_is_told_and_the_rest_of_its_slide_is_read() -> None:
    document = read_pptx(with_diagram(""))
    assert [block.text for block in document.blocks] == ["Hết"]
    assert document.skipped == ((Reason.PAGES_SKIPPED, "trang 1"),)


def with_diagram(model: str) -> bytes:
    """A deck of a diagram whose part holds ``model``, and a text; no such part where empty."""
    links = (
        f'{RELATIONS}<Relationship Id="d1" Type="{R}/diagramData" Target="../data1.xml"/>'
        "</Relationships>"
    )
    diagram = frame('<dgm:relIds r:dm="d1" r:lo="d2"/>')
    target = io.BytesIO(packed([("1", diagram + shape(p("Hết")))]))
    with zipfile.ZipFile(target, "a") as opened:
        opened.writestr("ppt/slides/_rels/slide1.xml.rels", links)
        if model:
            opened.writestr("ppt/data1.xml", model.replace("NAMES", NAMES))
    return target.getvalue()


def test_a_missing_or_broken_slide_is_told_and_the_others_are_read() -> None:
    document = read_pptx(
        packed(
            [("1", shape(p("một"))), ("2", ""), ("3", shape(p("ba"))), ("4", "<p:sp>"),
             ("5", shape(p("năm")))]
        )
    )  # fmt: skip
    assert [(b.anchor.page, b.text) for b in document.blocks] == [(1, "một"), (3, "ba"), (5, "năm")]
    assert document.skipped == (
        (Reason.PAGES_SKIPPED, "trang 2"), (Reason.PAGES_SKIPPED, "trang 4"),
    )  # fmt: skip
    assert (document.pages, document.pages_read) == (5, 3)


def test_decks_with_nothing_to_read() -> None:
    assert failure(packed([])) is Reason.NO_TEXT
    assert failure(packed([("1", shape(p("")))])) is Reason.NO_TEXT
    assert failure(packed([("1", ""), ("2", "")])) is Reason.DAMAGED
    assert failure(b"PK\x03\x04 broken") is Reason.DAMAGED


def test_more_than_the_limits_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed([("1", shape(p("a"), p("b"))), ("2", shape(p("c"))), ("3", shape(p("d")))])
    monkeypatch.setattr(pptx, "BLOCK_LIMIT", 2)
    document = read_pptx(data)
    assert [block.text for block in document.blocks] == ["a", "b"]
    assert document.skipped == ((Reason.TOO_LARGE, "chỉ đọc 2 đoạn đầu"),)
    monkeypatch.setattr(pptx, "SLIDE_LIMIT", 1)
    assert read_pptx(data).skipped == ((Reason.TOO_LARGE, "chỉ đọc 1 trang đầu"),)


def test_the_strict_form_of_the_standard() -> None:
    strict = {
        b"http://schemas.openxmlformats.org/presentationml/2006/main":
            b"http://purl.oclc.org/ooxml/presentationml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main":
            b"http://purl.oclc.org/ooxml/drawingml/main",
        R.encode(): b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    source = zipfile.ZipFile(io.BytesIO(packed([("1", shape(p("Nghiêm ngặt"), role="title"))])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name in source.namelist():
            content = source.read(name)
            for old, new in strict.items():
                content = content.replace(old, new)
            opened.writestr(name, content)
    document: Document = read_pptx(target.getvalue())
    assert [(b.kind, b.text) for b in document.blocks] == [(Kind.HEADING, "Nghiêm ngặt")]

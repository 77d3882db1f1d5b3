"""Styles of a Word file: cut out where the part is plainly written, else parsed as a whole."""

from __future__ import annotations

import pytest

from extractors.document import ExtractError
from extractors.word import style_sheet
from extractors.word.style_sheet import StyleSheet, W

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LOOK = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault></w:docDefaults>"
NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
)
TITLE = (
    '<w:style w:type="paragraph" w:styleId="Tiêuđề"><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
)
GRID = '<w:style w:type="table" w:default="0" w:styleId="Grid"><w:name w:val="Grid"/></w:style>'
PLAIN = f"<w:styles {SPACE}>{LOOK}{NORMAL}\n  {TITLE}{GRID}</w:styles>\n"


def told(sheet: StyleSheet) -> list[tuple[str, str]]:
    """What each style is based on and how it stands."""
    found = []
    for identity in ("Normal", "Tiêuđề", "Grid", "Nowhere"):
        node = sheet.node(identity)
        if node is None:
            found.append((identity, "none"))
        else:
            based, stands = node.find(W + "basedOn"), node.find(f"{W}pPr/{W}jc")
            found += [
                (identity, one.get(W + "val", "")) for one in (based, stands) if one is not None
            ]
    return found


EXPECTED = [("Tiêuđề", "Normal"), ("Tiêuđề", "center"), ("Nowhere", "none")]


@pytest.mark.parametrize("start", ["", DECLARED])
def test_plain_styles_are_cut_out(start: str) -> None:
    data = (start + PLAIN).encode()
    assert style_sheet._in_pieces(data) is not None
    sheet = StyleSheet.read(data)
    assert told(sheet) == EXPECTED
    assert sheet.defaults == {"paragraph": "Normal"}
    assert sheet.root is not None
    assert sheet.root.find(f"{W}docDefaults") is not None


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.replace(NORMAL, f"<!-- <w:style -->{NORMAL}").encode(),
        PLAIN.replace("w:", "a:").replace("xmlns:w=", "xmlns:a=").encode(),
        PLAIN.replace(TITLE, f"<w:latentStyles/>{TITLE}").encode(),
        PLAIN.replace('w:styleId="Grid"', "w:styleId='Grid'").encode(),
        PLAIN.replace(GRID, GRID.replace("<w:style ", "<w:style\n")).encode(),
        PLAIN.replace(GRID, '<w:style w:type="table" w:styleId="Grid"/>').encode(),
        (DECLARED.replace("UTF-8", "UTF-16") + PLAIN).encode("utf-16"),
    ],
)
def test_any_other_part_is_parsed_as_a_whole_and_tells_the_same(data: bytes) -> None:
    assert style_sheet._in_pieces(data) is None
    sheet = StyleSheet.read(data)
    assert told(sheet) == EXPECTED
    assert sheet.defaults == {"paragraph": "Normal"}


def test_a_paper_without_styles_has_none() -> None:
    assert StyleSheet.read(None).node("Normal") is None


@pytest.mark.parametrize("place", [DECLARED, PLAIN])
def test_a_document_type_is_refused_wherever_it_stands(place: str) -> None:
    data = (DECLARED + PLAIN).replace(place, f"{place}<!DOCTYPE x [<!ENTITY a 'b'>]>", 1)
    with pytest.raises(ExtractError):
        StyleSheet.read(data.encode())


def test_a_broken_style_that_is_asked_for_is_told() -> None:
    data = PLAIN.replace("<w:jc w:val", "<w:jc <w:val").encode()
    sheet = StyleSheet.read(data)
    assert sheet.node("Normal") is not None
    with pytest.raises(ExtractError):
        sheet.node("Tiêuđề")

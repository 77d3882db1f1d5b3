"""A native chart of Word: bars of 100 %, one for each row, with the counts written in them.

Drawn by the program that shows the document, so it is crisp in print and needs no font or
picture of ours. The numbers are kept in the chart itself; there is no workbook behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Length
from docx.text.paragraph import Paragraph
from lxml import etree

from pipeline.outputs.clean import one_line

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_NAMED = 64  # letters of a row's name that fit beside its bar


@dataclass(frozen=True, slots=True)
class Series:
    """One class over all rows: its name, colour (RRGGBB), whether its numbers are dark."""

    name: str
    colour: str
    values: tuple[int, ...]
    dark: bool = False


def add_chart(
    document: Document,
    paragraph: Paragraph,
    rows: Sequence[str],
    series: Sequence[Series],
    size: tuple[Length, Length],
    title: str,
) -> None:
    """Put a chart into a paragraph; ``title`` is what a screen reader says of it."""
    part = Part(
        PackURI("/word/charts/chart1.xml"),
        _TYPE,
        _chart_xml([one_line(row, _NAMED) for row in rows], series),
        document.part.package,
    )
    reference = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run = paragraph.add_run()
    run._r.append(parse_xml(_frame(reference, size, title)))


def _frame(reference: str, size: tuple[Length, Length], title: str) -> bytes:
    drawing = etree.Element(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing",
        nsmap={"wp": _WP, "a": _A, "c": _C, "r": _R},
    )
    inline = _add(drawing, _WP, "inline", distT="0", distB="0", distL="0", distR="0")
    width, height = (str(int(Emu(one))) for one in size)
    _add(inline, _WP, "extent", cx=width, cy=height)
    _add(inline, _WP, "docPr", id="1", name="Biểu đồ 1", descr=one_line(title))
    _add(inline, _WP, "cNvGraphicFramePr")
    data = _add(_add(inline, _A, "graphic"), _A, "graphicData", uri=_C)
    chart = _add(data, _C, "chart")
    chart.set(f"{{{_R}}}id", reference)
    return etree.tostring(drawing)


def _chart_xml(rows: Sequence[str], series: Sequence[Series]) -> bytes:
    space = etree.Element(f"{{{_C}}}chartSpace", nsmap={"c": _C, "a": _A, "r": _R})
    _add(space, _C, "roundedCorners", val="0")
    chart = _add(space, _C, "chart")
    _add(chart, _C, "autoTitleDeleted", val="1")
    plot = _add(chart, _C, "plotArea")
    _add(plot, _C, "layout")
    bars = _add(plot, _C, "barChart")
    _add(bars, _C, "barDir", val="bar")
    _add(bars, _C, "grouping", val="percentStacked")
    _add(bars, _C, "varyColors", val="0")
    for number, one in enumerate(series):
        _add_series(bars, number, one, rows)
    _add(bars, _C, "gapWidth", val="35")
    _add(bars, _C, "overlap", val="100")
    for axis in ("1", "2"):
        _add(bars, _C, "axId", val=axis)
    _add_axes(plot)
    legend = _add(chart, _C, "legend")
    _add(legend, _C, "legendPos", val="b")
    _add(legend, _C, "overlay", val="0")
    _add_font(legend, 1000)
    _add(chart, _C, "plotVisOnly", val="1")
    around = _add(space, _C, "spPr")
    _add(around, _A, "noFill")
    _add(_add(around, _A, "ln"), _A, "noFill")
    return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_series(bars: etree._Element, number: int, one: Series, rows: Sequence[str]) -> None:
    series = _add(bars, _C, "ser")
    _add(series, _C, "idx", val=str(number))
    _add(series, _C, "order", val=str(number))
    _add(_add(series, _C, "tx"), _C, "v").text = one.name
    look = _add(series, _C, "spPr")
    _add(_add(look, _A, "solidFill"), _A, "srgbClr", val=one.colour)
    border = _add(look, _A, "ln", w="6350")
    _add(_add(border, _A, "solidFill"), _A, "srgbClr", val="FFFFFF")
    _add(series, _C, "invertIfNegative", val="0")
    labels = _add(series, _C, "dLbls")
    # A class without any has no number in its bar.
    _add(labels, _C, "numFmt", formatCode="0;;;", sourceLinked="0")
    _add_font(labels, 1000, "1A1A1A" if one.dark else "FFFFFF", bold=True)
    for id in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent"):
        _add(labels, _C, id, val="1" if id == "showVal" else "0")
    _add(labels, _C, "showBubbleSize", val="0")
    _add_points(_add(_add(series, _C, "cat"), _C, "strLit"), list(rows))
    values = _add(_add(series, _C, "val"), _C, "numLit")
    _add(values, _C, "formatCode").text = "0"
    _add_points(values, [str(value) for value in one.values])


def _add_points(parent: etree._Element, texts: Sequence[str]) -> None:
    _add(parent, _C, "ptCount", val=str(len(texts)))
    for number, text in enumerate(texts):
        _add(_add(parent, _C, "pt", idx=str(number)), _C, "v").text = text


def _add_axes(plot: etree._Element) -> None:
    """Rows from above as in a table; shares from left to right without marks."""
    for kind, own, other, place, order in (
        ("catAx", "1", "2", "l", "maxMin"),
        ("valAx", "2", "1", "b", "minMax"),
    ):
        axis = _add(plot, _C, kind)
        _add(axis, _C, "axId", val=own)
        _add(_add(axis, _C, "scaling"), _C, "orientation", val=order)
        _add(axis, _C, "delete", val="0" if kind == "catAx" else "1")
        _add(axis, _C, "axPos", val=place)
        _add(axis, _C, "majorTickMark", val="none")
        _add(axis, _C, "minorTickMark", val="none")
        _add(axis, _C, "tickLblPos", val="nextTo")
        line = _add(_add(axis, _C, "spPr"), _A, "ln", w="6350")
        _add(_add(line, _A, "solidFill"), _A, "srgbClr", val="8A939C")
        _add_font(axis, 900)
        _add(axis, _C, "crossAx", val=other)
        if kind == "catAx":  # every row is named, however close they stand
            _add(axis, _C, "tickLblSkip", val="1")


def _add_font(
    parent: etree._Element, size: int, colour: str = "1A1A1A", bold: bool = False
) -> None:
    text = _add(parent, _C, "txPr")
    _add(text, _A, "bodyPr")
    looks = _add(_add(_add(text, _A, "p"), _A, "pPr"), _A, "defRPr", sz=str(size))
    looks.set("b", "1" if bold else "0")
    _add(_add(looks, _A, "solidFill"), _A, "srgbClr", val=colour)
    _add(looks, _A, "latin", typeface="Times New Roman")
    _add(looks, _A, "cs", typeface="Times New Roman")


def _add(parent: etree._Element, space: str, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{space}}}{tag}", attributes)

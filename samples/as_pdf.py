"""Papers as PDF with a text layer and ruled tables, and the page images of a bad scan."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter, ImageFont
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from samples.paper import MOTTO, Paper, Part, is_section_row, parts, widths

# Liberation Serif would look like Times but has no letters such as "ở" and "ệ".
_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_FACES = ("", "-Bold", "-Italic", "-BoldItalic")
_PLAIN = [("VALIGN", (0, 0), (-1, -1), "TOP")]
_RULED = [*_PLAIN, ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


def _style(name: str, size: int, *, centred: bool = False, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName="Times",
        fontSize=size,
        leading=size * 1.25,
        alignment=TA_CENTER if centred else TA_JUSTIFY,
        firstLineIndent=indent,
        spaceAfter=4,
    )


_BODY = _style("body", 12, indent=cm)
_MIDDLE = _style("middle", 12, centred=True)
_HEAD = _style("head", 10, centred=True)
_CELL = ParagraphStyle("cell", fontName="Times", fontSize=9, leading=12)


def write(paper: Paper, file: Path, password: str = "") -> None:
    """Write the paper as PDF, the same bytes every time."""
    for face in _FACES:
        pdfmetrics.registerFont(TTFont(f"Times{face}", _FONTS / f"DejaVuSerifCondensed{face}.ttf"))
    pdfmetrics.registerFontFamily(
        "Times", "Times", "Times-Bold", "Times-Italic", "Times-BoldItalic"
    )
    lock = StandardEncryption(password, canPrint=0, strength=128) if password else None
    template = SimpleDocTemplate(
        str(file),
        pagesize=A4,
        leftMargin=3 * cm,
        rightMargin=1.5 * cm,
        topMargin=2 * cm,
        bottomMargin=2 * cm,
        invariant=1,
        encrypt=lock,
    )
    template.build(_story(paper))


def _story(paper: Paper) -> list[Flowable]:
    picture = Image(io.BytesIO(blurred_page()), 16 * cm, 22.6 * cm)
    if paper.kind == "scan":
        return [picture]
    story: list[Flowable] = []
    if paper.kind == "letterhead":
        story.append(_letterhead(paper))
    story.append(Spacer(1, 12))
    for text in filter(None, (paper.type, paper.title)):
        story.append(_text(f"<b>{escape(text)}</b>", _MIDDLE))
    for text in filter(None, (paper.attached, paper.to)):
        story.append(_text(f"<i>{escape(text)}</i>", _MIDDLE))
    story.append(Spacer(1, 8))
    for part in parts(paper.body):
        story.append(_part(part))
    if paper.sign or paper.recipients:
        story.append(_foot(paper))
    if paper.blurred_last_page:
        story += [PageBreak(), picture]
    return story


def _text(markup: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(markup, style)


def _bold(text: str, style: ParagraphStyle = _HEAD) -> Paragraph:
    return _text(f"<b>{escape(text)}</b>", style)


def _letterhead(paper: Paper) -> Grid:
    left = [_text(escape(paper.parent), _HEAD)] if paper.parent else []
    left += [_bold(paper.issuer), _text(escape(f"Số: {paper.number}"), _HEAD)]
    if paper.subject:
        left.append(_text(escape(f"V/v {paper.subject}"), _HEAD))
    right = [_bold(MOTTO[0]), _bold(MOTTO[1])]
    right.append(_text(f"<i>{escape(paper.place_and_date)}</i>", _HEAD))
    return Grid([[left, right]], colWidths=[6.5 * cm, 10 * cm], style=_PLAIN)


def _part(part: Part) -> Flowable:
    if part.kind == "table":
        rows = [
            [_bold(text, _CELL) if not number else _text(escape(text), _CELL) for text in row]
            for number, row in enumerate(part.rows)
        ]
        style = list(_RULED)
        for number, row in enumerate(part.rows):
            if is_section_row(row):
                style.append(("SPAN", (1, number), (-1, number)))
        return Grid(rows, colWidths=widths(part.rows, 16.4 * cm), style=style, repeatRows=1)
    return _bold(part.text, _BODY) if part.kind == "heading" else _text(escape(part.text), _BODY)


def _foot(paper: Paper) -> Grid:
    left = [_bold("Nơi nhận:", _CELL)] if paper.recipients else []
    left += [_text(escape(f"- {text}"), _CELL) for text in paper.recipients]
    right: list[Flowable] = [_bold(text, _MIDDLE) for text in paper.sign]
    if paper.signer:
        right += [Spacer(1, 45), _bold(paper.signer, _MIDDLE)]
    return Grid([[left, right]], colWidths=[8 * cm, 8.5 * cm], style=_PLAIN)


def blurred_page() -> bytes:
    """A photographed page that nobody can read: no recognition may pretend to."""
    page = Picture.new("L", (1240, 1754), 235)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(_FONTS / "DejaVuSerif.ttf"), 26)
    for row in range(34):
        draw.text((150, 180 + row * 42), "Kết quả thực hiện các nội dung của Sở " * 2, 40, font)
    small = page.resize((124, 175)).filter(ImageFilter.GaussianBlur(1.5))
    bad = small.resize((827, 1169), Picture.Resampling.BICUBIC).rotate(1.5, fillcolor=200)
    data = io.BytesIO()
    bad.save(data, "JPEG", quality=30)
    return data.getvalue()

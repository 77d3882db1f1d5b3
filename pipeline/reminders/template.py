"""A Word template and what becomes of it: rendered with plain values, the same bytes every time.

An office may put its own template in the place of the shipped one; it is a file of the office, yet
its expressions run in a sandbox and see nothing but the fields. Values are text and stay text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from docx.document import Document as Word
from docx.shared import Length, Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pipeline.errors import UserError
from rules.reminders import template_problem

SHIPPED = Path(__file__).parent / "templates"
LETTER, NOTE = SHIPPED / "cong-van-don-doc.docx", SHIPPED / "phieu-trinh.docx"

SENDER_LINE = "Kẻ dưới tên cơ quan"  # the style of the line whose length follows the name

_DAY = (2024, 1, 1, 0, 0, 0)  # no file tells when it was made: its date is the clerk of papers'
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


class PlainTemplate(DocxTemplate):  # type: ignore[misc]
    """A template whose values are never read again: ``{_{`` in a name stays ``{_{``."""

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, object], jinja_env: object = None
    ) -> str:
        """One part of the file with its fields filled."""
        assert isinstance(jinja_env, SandboxedEnvironment)
        self.current_rendering_part = part
        filled = str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))
        try:
            etree.fromstring(filled)
        except etree.XMLSyntaxError as error:  # docxtpl itself would drop what does not fit
            raise TemplateError(template_problem("torn")) from error
        return filled


def environment() -> SandboxedEnvironment:
    """Strict and escaping: an unknown field is an error, a value is never markup."""
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def open_template(path: Path) -> PlainTemplate:
    """A template, opened; UserError for what is no Word file."""
    template = PlainTemplate(str(path))
    try:
        template.init_docx()
    except Exception as error:
        if isinstance(error, OSError | KeyError | ValueError | zipfile.BadZipFile) or (
            type(error).__module__.startswith(("docx", "lxml"))
        ):
            raise UserError(
                f"{path}: không mở được; mẫu công văn phải là tệp Word .docx"
            ) from error
        raise
    return template


def render(path: Path, fields: Mapping[str, object]) -> bytes:
    """The document that a template makes of the fields."""
    template = open_template(path)
    template.render(dict(fields), environment(), autoescape=True)
    _draw_line(template.docx, int(str(fields.get("sender_line", 0))))
    filled = BytesIO()
    template.save(filled)
    return steady(filled.getvalue())


def _draw_line(word: Word, points: int) -> None:
    """Give the line under the sender's name its length, where the template has one."""
    cells = (cell for table in word.tables for row in table.rows for cell in row.cells)
    for cell in cells:
        for line in cell.paragraphs if points else ():
            if line.style is not None and line.style.name == SENDER_LINE and cell.width:
                indent = Length(max(0, (cell.width - Pt(points)) // 2))
                line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent


def steady(file: bytes) -> bytes:
    """An office file with fixed dates inside and in its directory."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2024-01-01T00:00:00Z\2", data)
            new.writestr(info, data)
    return packed.getvalue()

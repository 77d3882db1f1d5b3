"""Makes the shipped templates: ``python -m pipeline.reminders.make_templates``."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Length, Pt
from docx.table import _Cell

from pipeline.outputs.replace import replace_file
from pipeline.reminders.paper_form import (
    WIDTH,
    add_grid,
    add_line,
    add_rule,
    add_text,
    number_pages,
    repeat_head,
    set_font,
    set_page,
)
from pipeline.reminders.template import LETTER, NOTE, SENDER_LINE, steady

LEFT, RIGHT = Cm(6.3), Cm(10.2)  # the two halves of the head
HALF = Length(WIDTH // 2)
MOTTO_WIDTH = Cm(6.02)  # "Độc lập - Tự do - Hạnh phúc" in Times bold 14


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in centimetres, the fields under it."""

    head: str
    width: float
    fields: tuple[str, ...]
    centred: bool = False


ITEMS = (
    Column("TT", 1.1, ("{{ item.no }}",), True),
    Column("Nhiệm vụ theo Kế hoạch", 6.9, ("{{ item.task }}",)),
    Column("Sản phẩm phải có", 3.9, ("{{ item.output }}",)),
    Column("Thời hạn theo Kế hoạch", 3.7, ("{{ item.deadline }}", "{{ item.due }}")),
    Column("Nội dung cần hoàn thành, bổ sung", 5.6, ("{{ item.wrong }}",)),
    Column("Mã đối chiếu", 4.0, ("{{ item.code }}", "{{ item.reminded }}"), True),
)
RECEIVED = (
    Column("TT", 1.1, ("{{ loop.index }}",), True),
    Column("Số, ký hiệu", 4.3, ("{{ paper.number }}",)),
    Column("Ngày ban hành", 2.6, ("{{ paper.date }}",), True),
    Column("Loại văn bản", 3.0, ("{{ paper.type }}",)),
    Column("Trích yếu hoặc tên tệp", 8.8, ("{{ paper.title }}",)),
    Column("Ngày nhận", 2.6, ("{{ paper.received }}",), True),
    Column("Tình trạng đọc", 2.8, ("{{ paper.status }}",), True),
)
NOT_HEARD = (
    Column("TT", 1.1, ("{{ loop.index }}",), True),
    Column("Huyện, thành phố", 5.0, ("{{ place.above }}",)),
    Column("Số đơn vị", 2.0, ("{{ place.number }}",), True),
    Column("Đơn vị chưa gửi tài liệu", 17.1, ("{{ place.names }}",)),
)
OUTPUT = "{% if item.output %}Sản phẩm: {{ item.output }}{% endif %}"
NOTE_ITEMS = (
    Column("TT", 1.0, ("{{ item.no }}",), True),
    Column("Nhiệm vụ, sản phẩm", 5.6, ("{{ item.task }}", OUTPUT)),
    Column("Thời hạn", 2.9, ("{{ item.deadline }}", "{{ item.due }}")),
    Column("Nội dung cần hoàn thành", 4.5, ("{{ item.wrong }}",)),
    Column("Mã đối chiếu", 2.5, ("{{ item.code }}", "{{ item.reminded }}"), True),
)


def make_letter() -> bytes:
    """The letter with its annexes."""
    word = _blank()
    _head(word, "{{ number }}", "{{ subject }}")
    add_line(word, "Kính gửi: {{ addressee }}", 14, before=12, after=10)
    add_text(word, "{{ basis }}")
    _tag(word, "{%p if last %}")
    add_text(word, "{{ last }}")
    _tag(word, "{%p endif %}")
    add_text(word, "{{ state }}")
    _each(word, "line in counts")
    add_text(word, "{{ ask }}")
    # Where the signature needs a new page, what is asked goes there with it.
    _each(word, "line in requests", together=True)
    add_text(word, "{{ closing }}", after=8).paragraph_format.keep_with_next = True
    _foot(word)
    _annex(word, "{{ annex_items }}", "Danh mục nội dung cần hoàn thành, bổ sung")
    _table(word, ITEMS, "item in items")
    _tag(word, "{%p if not_heard %}")
    _annex(word, "{{ annex_members }}", "Danh sách đơn vị chưa gửi tài liệu")
    _table(word, NOT_HEARD, "place in not_heard")
    _tag(word, "{%p endif %}")
    _annex(word, "{{ annex_received }}", "Danh mục văn bản, tài liệu đã nhận")
    _tag(word, "{%p if received %}")
    _table(word, RECEIVED, "paper in received")
    add_text(word, "{{ received_note }}", before=6)
    _tag(word, "{%p else %}")
    add_text(word, "{{ none_received }}")
    _tag(word, "{%p endif %}")
    return _packed(word)


def make_note() -> bytes:
    """The internal note of the office that collects."""
    word = _blank()
    _head(word, "", "")
    add_line(word, "", 6)
    add_line(word, "{{ title }}", 14, bold=True)
    add_line(word, "{{ subject }}", 14, bold=True, after=12)
    add_line(word, "Kính trình: {{ addressee }}", 14, after=12)
    add_text(word, "{{ basis }}")
    _each(word, "line in counts")
    _table(word, NOTE_ITEMS, "item in items")
    add_text(word, "{{ ask }}", before=6, after=12).paragraph_format.keep_with_next = True
    table = add_grid(word, 1, (HALF, HALF), ruled=False)
    for cell, who in zip(
        table.rows[0].cells, ("Ý KIẾN CỦA LÃNH ĐẠO", "NGƯỜI LẬP PHIẾU"), strict=True
    ):
        add_line(cell, who, 13, bold=True)
    return _packed(word)


def _blank() -> Word:
    word: Word = Document()
    set_font(word)
    word.styles.add_style(SENDER_LINE, WD_STYLE_TYPE.PARAGRAPH)
    properties = word.core_properties
    properties.author = properties.comments = properties.title = ""
    set_page(word.sections[0])
    number_pages(word.sections[0])
    return word


def _head(word: Word, number: str, subject: str) -> None:
    table = add_grid(word, 2, (LEFT, RIGHT), ruled=False)
    (left, right), (below_left, below_right) = (row.cells for row in table.rows)
    _lines(left, "line in parent_lines", 13)
    _lines(left, "line in sender_lines", 13, bold=True)
    add_rule(left, (LEFT - Cm(1)) // 2).style = SENDER_LINE
    add_line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    add_line(right, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    add_rule(right, (RIGHT - MOTTO_WIDTH) // 2)
    if number:
        add_line(below_left, number, 13)
        add_line(below_left, subject, 12)
    add_line(below_right, "{{ place_and_date }}", 14, italic=True)


def _foot(word: Word) -> None:
    left, right = add_grid(word, 1, (HALF, HALF), ruled=False).rows[0].cells
    add_line(left, "Nơi nhận:", 12, bold=True, italic=True, align=ALIGN.LEFT)
    _lines(left, "line in copies", 11, align=ALIGN.LEFT)
    _lines(right, "line in signing", 14, bold=True)
    for _ in range(4):
        add_line(right, "", 14)
    add_line(right, "{{ signer }}", 14, bold=True)


def _annex(word: Word, number: str, title: str) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    # The empty paragraph that holds the end of the section before must not need a page.
    word.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    set_page(section, across=True)
    add_line(word, f"Phụ lục {number}", 14, bold=True)
    add_line(word, title.upper(), 14, bold=True)
    add_line(word, "{{ attached }}", 14, italic=True, after=10)


def _table(word: Word, columns: tuple[Column, ...], loop: str) -> None:
    """A ruled table: a head that every page repeats, and a row for each value of the loop."""
    table = add_grid(word, 4, tuple(Cm(one.width) for one in columns), ruled=True)
    repeat_head(table)
    head, start, body, end = table.rows
    for cell, column in zip(head.cells, columns, strict=True):
        add_line(cell, column.head, 12, bold=True, before=2, after=2)
    for cell, column in zip(body.cells, columns, strict=True):
        for field in column.fields:
            align = ALIGN.CENTER if column.centred else ALIGN.LEFT
            add_line(cell, field, 12, align=align, before=1, after=1)
    add_line(start.cells[0], f"{{%tr for {loop} %}}", 12)
    add_line(end.cells[0], "{%tr endfor %}", 12)


def _each(word: Word, loop: str, *, together: bool = False) -> None:
    _tag(word, f"{{%p for {loop} %}}")
    add_text(word, "{{ line }}", after=3).paragraph_format.keep_with_next = together
    _tag(word, "{%p endfor %}")


def _lines(
    cell: _Cell, loop: str, size: float, *, bold: bool = False, align: ALIGN = ALIGN.CENTER
) -> None:
    add_line(cell, f"{{%p for {loop} %}}", size)
    add_line(cell, "{{ line }}", size, bold=bold, align=align)
    add_line(cell, "{%p endfor %}", size)


def _tag(word: Word, text: str) -> None:
    word.add_paragraph().add_run(text)


def _packed(word: Word) -> bytes:
    file = BytesIO()
    word.save(file)
    return steady(file.getvalue())


def _write(path: Path, data: bytes) -> None:
    def write(draft: Path) -> None:
        draft.write_bytes(data)

    replace_file(path, write)


if __name__ == "__main__":
    _write(LETTER, make_letter())
    _write(NOTE, make_note())

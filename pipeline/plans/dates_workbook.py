"""han.xlsx: what has no day of its own, for a clerk to enter it (read back by ``dates_entered``).

Every text is written as a text: no cell can become a formula or a link, and what a clerk types
as a day stays as she typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import xlsxwriter

from pipeline.outputs.clean import for_cell
from pipeline.outputs.replace import replace_file
from pipeline.outputs.workbook_sheet import FONT, row_height
from pipeline.plans.plan_workbook import SheetColumn
from rules.agencies import Registry
from rules.messages import Words, load
from rules.model.plan import Obligation, Plan
from rules.plan.deadline_story import deadline_steps

FILE, SHEET, GUIDE, LEFT = "han.xlsx", "Hạn", "Hướng dẫn", "Không còn trong kế hoạch"


@dataclass(frozen=True, slots=True)
class DateColumn(SheetColumn):
    """A column of the sheet of dates, and its look."""

    look: str = "text"  # text, entry (a clerk writes there) or hidden


_KEPT = ("id", "words", "base", "paper", "due")
COLUMNS = (
    DateColumn("Nhiệm vụ", "task", 10),
    DateColumn("Nội dung", "text", 46),
    DateColumn("Sản phẩm", "output", 26),
    DateColumn("Cơ quan", "agency", 26),
    DateColumn("Thời hạn ghi trong kế hoạch", "words", 32),
    DateColumn("Vì sao chưa có ngày", "why", 36),
    DateColumn("Ngày căn cứ", "base", 15, "entry"),
    DateColumn("Văn bản căn cứ", "paper", 30, "entry"),
    DateColumn("Hạn", "due", 15, "entry"),
    DateColumn("Mã (không sửa)", "id", 14, "hidden"),
)
_LEFT_COLUMNS = tuple(replace(column, look="text") for column in COLUMNS if column.field in _KEPT)
_GUIDE = (
    "Các sản phẩm dưới đây không tính được ngày đến hạn từ chữ trong kế hoạch. Chưa nhập thì "
    "chương trình không kết luận là thiếu hay chậm.",
    "Cột “Ngày căn cứ”: ngày xảy ra việc mà kế hoạch nói đến (ví dụ ngày quyết định được phê "
    "duyệt). Chương trình đếm số ngày kế hoạch ghi, bắt đầu từ ngày liền sau.",
    "Cột “Văn bản căn cứ”: số, ngày của văn bản chứng minh ngày đó; không bắt buộc.",
    "Cột “Hạn”: dùng khi kế hoạch không ghi số ngày; ghi thẳng ngày cuối cùng còn đúng hạn. "
    "Một dòng chỉ ghi “Ngày căn cứ” hoặc “Hạn”.",
    "Ngày ghi theo dạng ngày/tháng/năm, ví dụ 02/3/2024. Không dùng công thức.",
    "Dùng: để tệp này cạnh tệp kế hoạch, hoặc doichieu run THƯ_MỤC --plan KẾ_HOẠCH --dates "
    "TỆP_NÀY. Ghi lại tệp bằng doichieu plan KẾ_HOẠCH --dates TỆP_NÀY không làm mất ngày đã nhập.",
)


def dateless(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """What is owed by a day that cannot be computed; continuous work has no day by nature."""
    return tuple(
        due
        for due in obligations
        if due.deadline.due_to is None and due.deadline.kind != "continuous"
    )


def write_dates(
    plan: Plan,
    registry: Registry,
    obligations: Sequence[Obligation],
    path: Path,
    entered: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the workbook; ``entered`` are a clerk's cells by obligation and field.

    What was entered for something that the plan no longer has is kept on a sheet of its own.
    """
    texts = {task.id: task.text for task in plan.tasks}
    rows = [_row(texts, registry, due, entered.get(due.id, {})) for due in obligations]
    listed = {due.id for due in obligations}
    left = [{"id": id, **cells} for id, cells in entered.items() if id not in listed]

    def write(draft: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(draft), options) as book:
            _write_list(book, SHEET, COLUMNS, rows)
            _write_guide(book)
            if left:
                _write_list(book, LEFT, _LEFT_COLUMNS, left)

    replace_file(path, write)


def _row(
    texts: Mapping[str, str], registry: Registry, due: Obligation, entered: Mapping[str, str]
) -> dict[str, str]:
    words = Words("vi")
    known = due.output in load()["output"]
    return {
        "task": due.task_id,
        "text": texts.get(due.task_id, ""),
        "output": words("output", due.output) if known else due.output,
        "agency": registry.name(due.agency_id),
        "words": due.deadline.text,
        "why": deadline_steps(due.deadline)[-2],
        "id": due.id,
        **entered,
    }


def _write_list(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[DateColumn],
    rows: Sequence[Mapping[str, str]],
) -> None:
    sheet = book.add_worksheet(name)
    plain = {
        "font_name": FONT,
        "font_size": 11,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "num_format": "@",
    }
    body = book.add_format(plain)
    entry = book.add_format({**plain, "bg_color": "#FFF8E1"})
    for place, column in enumerate(columns):
        colour = "#8A5A00" if column.look == "entry" else "#1F4E79"
        head = book.add_format(
            {**plain, "bold": True, "font_color": "#FFFFFF", "bg_color": colour, "align": "center"}
        )
        style = entry if column.look == "entry" else body
        sheet.set_column(place, place, column.width, style, {"hidden": column.look == "hidden"})
        sheet.write_string(0, place, column.heading, head)
    widths = [column.width for column in columns]
    for number, row in enumerate(rows, 1):
        cells = [row.get(column.field, "") for column in columns if column.look != "hidden"]
        sheet.set_row(number, row_height(cells, widths))
        for place, column in enumerate(columns):
            style = entry if column.look == "entry" else body
            text = for_cell(row.get(column.field, ""))
            if text:
                sheet.write_string(number, place, text, style)
            else:
                sheet.write_blank(number, place, None, style)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(GUIDE)
    body = book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110, body)
    for row, line in enumerate(_GUIDE):
        sheet.write_string(row, 0, line, body)


def day_cell(day: date) -> str:
    """A day as the workbook shows it."""
    return f"{day:%d/%m/%Y}"

"""The list of what a round made: a workbook that the clerk of papers fills in, and lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter import Workbook

from pipeline.errors import UserError
from pipeline.outputs.clean import for_cell
from pipeline.outputs.replace import replace_file
from pipeline.outputs.report import Report
from pipeline.reminders.letter import papers_of, recipient_kind
from pipeline.reminders.rounds import Made, Row
from rules.agencies import Agency
from rules.reminders import wording, words

WORKBOOK, LINES = "danh-sach.xlsx", "danh-sach.jsonl"
_WIDTHS = {
    "agency": 30,
    "kind": 20,
    "turn": 9,
    "items": 9,
    "reply_by": 12,
    "file": 46,
    "number": 22,
    "issued_on": 22,
    "why": 44,
    "agency_id": 24,
    "sha256": 24,
}
_CREATED = datetime(2024, 1, 1)  # the same list is the same file


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list; ``number`` and ``issued_on`` are the clerk's to fill in."""

    agency_id: str
    agency: str
    kind: str
    turn: int
    items: int
    received: int
    verb: str
    why: str
    reply_by: str
    file: str
    sha256: str
    number: str = ""
    issued_on: str = ""


def entry_of(
    report: Report, sender: Agency, agency: Agency, made: Made, items: int, row: Row | None
) -> Entry:
    """The row of one letter, with the number that was written beside it before."""
    note = made.kind == "note"
    rule = wording(sender.kind, recipient_kind(report, agency))
    issued = (row or {}).get("issued_on") or ""
    return Entry(
        agency_id=made.agency_id,
        agency=agency.name,
        kind=words("kind")[made.kind],
        turn=made.turn,
        items=items,
        received=len(papers_of(report, agency)),
        verb="" if note else rule.verb,
        why="" if note else rule.why,
        reply_by=f"{made.reply_by:%d/%m/%Y}",
        file=made.file,
        sha256=made.sha256,
        number=(row or {}).get("number") or "",
        issued_on=f"{date.fromisoformat(issued):%d/%m/%Y}" if issued else "",
    )


def write_listing(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the workbook and the lines."""
    replace_file(folder / WORKBOOK, lambda draft: _write_workbook(draft, entries))
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in entries)
    replace_file(folder / LINES, lambda draft: _write_text(draft, text))


def read_numbers(folder: Path) -> dict[str, tuple[str, date | None]]:
    """The numbers and dates that were written beside the letters, by agency.

    Columns are found by their headings, so that they may be moved.
    """
    file = folder / WORKBOOK
    if not file.is_file():
        return {}
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except (InvalidFileException, KeyError, OSError, ValueError) as error:
        raise UserError(f"{file}: không mở được; hãy đóng Excel hoặc khôi phục tệp này") from error
    heads = {str(name): at for at, name in enumerate(rows[0] if rows else ())}
    columns = words("columns")
    places = [heads.get(columns[name]) for name in ("agency_id", "number", "issued_on")]
    if None in places:
        raise UserError(f"{file}: thiếu cột “{columns['agency_id']}” hoặc cột số, ngày")
    found = {}
    for at, row in enumerate(rows[1:], 2):
        agency, number, day = (row[place] if place is not None else None for place in places)
        if agency and (number or day):
            sign = " ".join(str(number or "").split())
            found[str(agency)] = (sign, _day(day, f"{file}, hàng {at}"))
    return found


def _day(value: object, place: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    text = str(value or "").strip()
    if not text:
        return None
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise UserError(f"{place}: ngày “{text}” chưa đúng; hãy ghi dạng 24/12/2024")


def _write_workbook(draft: Path, entries: Sequence[Entry]) -> None:
    columns: Mapping[str, str] = words("columns")
    with Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("Danh sách")
        look = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "border": 1}
        head = book.add_format({**look, "bold": True, "bg_color": "#E3EEF9", "text_wrap": True})
        plain = book.add_format({**look, "text_wrap": True})
        to_fill = book.add_format({**look, "bg_color": "#FFF9E0", "num_format": "@"})
        for at, (id, name) in enumerate(columns.items()):
            sheet.set_column(at, at, _WIDTHS.get(id, 14))
            sheet.write_string(0, at, name, head)
        sheet.set_row(0, 48)
        for number, entry in enumerate(entries, 1):
            for at, id in enumerate(columns):
                value = getattr(entry, id)
                look_of = to_fill if id in ("number", "issued_on") else plain
                if isinstance(value, int):
                    sheet.write_number(number, at, value, look_of)
                else:
                    sheet.write_string(number, at, for_cell(value), look_of)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(entries), list(columns).index("issued_on"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _write_text(draft: Path, text: str) -> None:
    draft.write_text(text, encoding="utf-8")

"""A clerk at her workbook: findings in a database, the file written from it, and her hands."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.decisions.log import Actor, Outcome, Wanted, take
from pipeline.decisions.standing import Standing, standing
from pipeline.findings import code_of
from pipeline.importing.preview import Preview, apply_preview, preview_workbook
from pipeline.outputs.report import Report, build_report
from pipeline.outputs.workbook import write_workbook
from pipeline.storage.store import Run, Store
from pipeline.storage.stored import load_report
from rules.catalogue import rulebook
from rules.model.dossier import Finding, Status
from tests import factories as make

LAN, HOA = Actor("Lan", "clerk"), Actor("Hoa", "lead")
NOW = datetime(2024, 12, 20, 8, 30)
RUN = Run(datetime(2024, 12, 20, 8, tzinfo=UTC), datetime(2024, 12, 20, 8, 5, tzinfo=UTC), "0.1.0")
PRINTS = [f"{number * 7919 + 13:032x}" for number in range(1, 9)]
CODES = [code_of(one) for one in PRINTS]
HEADINGS = {
    "code": "Mã",
    "decision": "Quyết định",
    "reason": "Lý do",
    "value": "Ngày gia hạn / Văn bản gắn",
    "note": "Ghi chú",
    "by": "Người quyết định",
    "guard": "Dấu kiểm soát",
    "echo": "Dấu dòng",
}
DECIDING = ("decision", "reason", "value", "note", "by")


def findings(**bases: str) -> list[Finding]:
    """Eight findings, each on its own output; ``f3="..."`` changes the facts of the third."""
    return [
        make.finding(
            code_of(fingerprint),
            "missing-output",
            fingerprint=fingerprint,
            basis=bases.get(f"f{number}", f"{number:032x}"),
            problem=make.problem(
                f"Thiếu sản phẩm {number}.", obligation_id=f"I.3#{number}", output_no=number
            ),
        )
        for number, fingerprint in enumerate(PRINTS, 1)
    ]


def report(found: Sequence[Finding]) -> Report:
    """What a run knows: one agency, one task, a few papers."""
    header = make.header(number="15", symbol="KH-SNV")
    return build_report(
        plan=make.plan(),
        as_of=make.AS_OF,
        agencies=[make.agency()],
        papers=[
            make.paper("d1", path="Sở Nội vụ/Kế hoạch 15.docx", header=header, sha256="a" * 64),
            make.paper("d2", path="Sở Nội vụ/BC.docx", header=make.header(number="", symbol=""),
                       sha256="b" * 64),
            make.paper("d3", path="Sở Y tế/BC.docx", header=make.header(number="", symbol=""),
                       sha256="c" * 64, sender_id="so-y-te", issuer_id="so-y-te"),
        ],
        judgements=[
            make.judgement(Status.MISSING, of=make.obligation(id=f"I.3#{number}", output_no=number))
            for number in range(1, 9)
        ],
        findings=found,
        rules=rulebook(),
    )  # fmt: skip


@dataclass
class Clerk:
    """The workbook as she has it open, and the database it goes back to."""

    folder: Path
    book: Workbook
    title: str = "Sai lệch"

    @property
    def sheet(self) -> Worksheet:
        sheet = self.book[self.title]
        assert isinstance(sheet, Worksheet)
        return sheet

    @property
    def rows(self) -> list[int]:
        """The rows that hold findings."""
        column = self.column("code")
        cells = (self.sheet.cell(row, column) for row in range(2, self.sheet.max_row + 1))
        return [cell.row for cell in cells if str(cell.value).startswith("PH-")]

    def column(self, id: str) -> int:
        for cell in self.sheet[1]:
            if cell.value == HEADINGS[id]:
                assert cell.column
                return int(cell.column)
        raise AssertionError(id)

    def row(self, number: int) -> int:
        """The row of the finding with this number, wherever it is now."""
        column = self.column("code")
        return next(r for r in self.rows if self.sheet.cell(r, column).value == CODES[number - 1])

    def cell(self, number: int, id: str) -> Cell:
        cell = self.sheet.cell(self.row(number), self.column(id))
        assert isinstance(cell, Cell)
        return cell

    def decide(self, number: int, decision: object, **others: object) -> None:
        """Write in the decision cells of a finding."""
        for id, value in {"decision": decision, **others}.items():
            self.cell(number, id).value = value  # type: ignore[assignment]

    def sort(
        self,
        ids: Sequence[str] | None = None,
        key: Callable[[int], object] | None = None,
        grounds: bool = True,
    ) -> None:
        """Sort some columns alone (all where none are named), as Excel does: grounds go along."""
        columns = [self.column(id) for id in ids or ()] or list(range(1, self.sheet.max_column + 1))
        rows = self.rows
        first = columns[0]

        def usual(row: int) -> tuple[bool, str]:
            value = self.sheet.cell(row, first).value
            return (value is None, str(value))  # blank cells last

        order = sorted(rows, key=key or usual)
        held = {(r, c): self._held(r, c) for r in rows for c in columns}
        for target, source in zip(rows, order, strict=True):
            for column in columns:
                value, style = held[source, column]
                cell = self.sheet.cell(target, column)
                cell.value = value  # type: ignore[assignment]
                if grounds:
                    cell._style = style  # type: ignore[union-attr]

    def _held(self, row: int, column: int) -> tuple[object, object]:
        cell = self.sheet.cell(row, column)
        return cell.value, copy(cell._style)  # type: ignore[union-attr]

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()

    def preview(self, data: bytes | None = None, by: Actor = LAN) -> Preview:
        with Store.read(self.folder / "doichieu.db") as store:
            return preview_workbook(store, data or self.saved(), "sai-lech.xlsx", by)

    def apply(self, data: bytes | None = None, by: Actor = LAN) -> Outcome:
        with Store.decide(self.folder / "doichieu.db") as store:
            seen = preview_workbook(store, data or self.saved(), "sai-lech.xlsx", by)
            return apply_preview(store, seen, by)

    def said(self, **given: object) -> dict[int, str]:
        """What the preview says of each finding that is written on: applied, same, ..."""
        found = self.preview(**given)  # type: ignore[arg-type]
        return {
            CODES.index(item.code) + 1: item.result.value
            for item in found.items
            if item.result != "absent" and item.code in CODES
        }

    def stands(self, number: int) -> Standing:
        fingerprint = PRINTS[number - 1]
        with Store.read(self.folder / "doichieu.db") as store:
            return standing(store.db, [fingerprint]).get(fingerprint, Standing(fingerprint))


def colleague(folder: Path, number: int, kind: str, by: Actor = HOA, **values: object) -> None:
    """Somebody decides on the page."""
    with Store.decide(folder / "doichieu.db") as store:
        wanted = Wanted(PRINTS[number - 1], kind, **values)  # type: ignore[arg-type]
        assert not take(store, [wanted], by, "page", NOW).refused


def run(folder: Path, found: Sequence[Finding]) -> None:
    """One run that finds these."""
    with Store.open(folder / "doichieu.db") as store:
        store.write_run(report(found), RUN)


def opened(folder: Path, lang: str = "vi", streamed: int = 20_000) -> Clerk:
    """The workbook of the last run, opened."""
    path = folder / "sai-lech.xlsx"
    write_workbook(load_report(folder / "doichieu.db", lang), path, streamed=streamed)
    return Clerk(folder, load_workbook(path))

"""The statements of a table: one for each row that speaks of a task."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Block
from pipeline.papers.outline import find_numbered
from pipeline.papers.report_rows import Row, Sheet, read_sheet
from rules.model.papers import Figure, Modality, Paper, Role, Statement
from rules.model.plan import Plan
from rules.vietnamese.clauses import split_clauses
from rules.vietnamese.figures import find_figures
from rules.vietnamese.hints import find_hint
from rules.vietnamese.modality import (
    combine,
    marked_modality,
    read_modality,
    read_share,
    read_status,
)
from rules.vietnamese.sections import SectionReader, read_label, read_part
from rules.vietnamese.text import tokens

_LEAST_WORDS = 3
_SAME_TASK = 0.5  # share of a row's words that the plan's task of that number must have


class RowReader:
    """Reads the tables of one paper; a table can go on behind a page break."""

    def __init__(self, paper: Paper, plan: Plan, reader: SectionReader) -> None:
        self._paper = paper
        self._plan = plan
        self._reader = reader
        self._year = paper.period.year or plan.year
        self._before: Sheet | None = None
        self._numbered: dict[str, str] = {}
        self._section = ""
        self._sheet_name: str | None = None

    def statements(self, block: Block, section: str, heading: str) -> Iterator[Statement]:
        """The statements of one table that stands under that section and heading."""
        if block.table is None:
            return
        goes_on = self._before is not None and block.anchor.sheet == self._sheet_name
        sheet = read_sheet(
            block.table, self._paper.role is Role.PLAN, self._before if goes_on else None
        )
        if sheet is None:
            return
        if self._before is None or sheet.columns != self._before.columns:
            self._section = section or self._reader.by_words(block.anchor.sheet or "")
        self._before, self._sheet_name = sheet, block.anchor.sheet
        groups = [self._group_words(row) for row in sheet.rows if row.is_group]
        self._numbered = find_numbered(groups, self._reader)
        part = heading
        for row in sheet.rows:
            if row.is_group and self._enter_group(row):
                words = self._group_words(row)
                part = words if read_part(words, self._year) else part
                continue
            if self._reader.read(row.text("task")):
                yield from self._section_row(row, part)
            elif (statement := self._statement(sheet, row, part)) is not None:
                yield statement

    def _group_words(self, row: Row) -> str:
        number = row.text("number")
        words = " ".join(text for text in row.texts if text != number)
        return f"{number.rstrip('.')}. {words}" if number and words else words or number

    def _enter_group(self, row: Row) -> bool:
        """Whether a row of one text is a heading; it sets the section or ends the one before."""
        words = self._group_words(row)
        section = self._reader.read(words) or self._numbered.get(words, "")
        label = read_label(words)
        if section or label.style in ("roman", "letter_cap", "part", "content"):
            self._section = section
            return True
        return bool(read_part(words, self._year)) or not label.style

    def _section_row(self, row: Row, heading: str) -> Iterator[Statement]:
        """A row for a whole section: each clause of its result is a statement."""
        result = row.cells.get("result") or row.cells.get("document")
        if result is None:
            return
        for start, end in split_clauses(result.text):
            clause = " ".join(result.text[start:end].split())
            yield Statement(
                id="",
                document_id=self._paper.id,
                anchor=result.anchor,
                text=clause,
                section=self._reader.read(row.text("task")),
                modality=read_status(clause) or self._told(clause, heading),
                context=" | ".join(row.texts),
                heading=row.text("task"),
                figures=() if result.doubtful else find_figures(clause),
                task_hint=find_hint(clause, self._plan),
            )

    def _statement(self, sheet: Sheet, row: Row, heading: str) -> Statement | None:
        task = row.text("task")
        said = [row.text(name) for name in ("result", "document") if row.text(name)]
        text = " - ".join(dict.fromkeys([task, *said]))
        # "Tiếp dân | Tiếp 215 lượt, ..." says enough in the whole row.
        if not task or len(text.split()) < _LEAST_WORDS or "task" not in row.cells:
            return None
        section = self._row_section(row)
        return Statement(
            id="",
            document_id=self._paper.id,
            anchor=row.cells["task"].anchor,
            text=text,
            section=section,
            modality=self._modality(sheet, row, heading),
            context=" | ".join(row.texts),
            heading=heading,
            figures=self._figures(row, task, said),
            task_hint=self._hint(row, section),
        )

    def _figures(self, row: Row, task: str, said: list[str]) -> tuple[Figure, ...]:
        """The figures of what was reached, none where OCR is unsure of them."""
        if row.doubtful(*(("result", "document") if said else ("task",))):
            return ()
        return find_figures("; ".join(said)) if said else find_figures(task)

    def _row_section(self, row: Row) -> str:
        """The section a cell of the row names ("Nội dung: Quản trị điện tử"), or the group's."""
        task = row.text("task")
        for text in row.texts:
            if text != task and len(text.split()) < 16 and (named := self._reader.read(text)):
                return named
        return self._section

    def _hint(self, row: Row, section: str) -> str:
        """The plan's task that the row's number means.

        A bare number counts only where the task's words agree: agencies number their own rows.
        """
        written = row.text("number").strip(" .")
        hint = find_hint(written, self._plan) or find_hint(row.text("task"), self._plan)
        if hint or not written.isdigit():
            return hint
        for task in self._plan.tasks:
            if task.section == section and task.number.strip(" .") == written.lstrip("0"):
                said, meant = set(tokens(row.text("task"))), set(tokens(task.text))
                return task.id if len(said & meant) >= _SAME_TASK * len(said) else ""
        return ""

    def _modality(self, sheet: Sheet, row: Row, heading: str) -> Modality:
        """What the row claims: ticks, then the status, then the result, then the other cells."""
        if row.ticked:
            return combine([sheet.columns.marks[place] for place in row.ticked])
        for name in ("status", "result", "note"):
            told = name == "status" and not row.doubtful(name)
            share = read_share(row.text(name)) if told else None
            status = share or read_status(row.text(name))
            if status is not None:
                return status
        for name in ("result", "status"):
            if row.text(name):
                return self._told(row.text(name), heading)
        if row.text("document"):
            return Modality.DONE
        noted = marked_modality(row.text("note")) if row.text("note") else None
        if noted is not None:
            return noted
        if self._paper.role is Role.PLAN or sheet.columns.says_result():
            return Modality.PLANNED  # the column for the result is empty: nothing is claimed
        return read_modality(row.text("task"), heading, self._year)

    def _told(self, text: str, heading: str) -> Modality:
        if self._paper.role is Role.PLAN:
            return Modality.PLANNED
        clauses = [text[start:end] for start, end in split_clauses(text)] or [text]
        return combine([read_modality(clause, heading, self._year) for clause in clauses])

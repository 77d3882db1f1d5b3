"""What a run says on the terminal: a bar while it reads, then a summary and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from pipeline.outputs.cells import day_words
from pipeline.outputs.clean import for_terminal, one_line
from pipeline.outputs.report import Report, grouped
from rules.messages import Words, load
from rules.model.dossier import Severity
from rules.model.plan import Plan, PlanDefect

_MOST_AGENCIES = 45
_MEASURE = 200  # characters of a measure's text
_COLOURS = {
    "met": "green",
    "flawed": "yellow",
    "absent": "red",
    "unchecked": "magenta",
    "pending": "bright_black",
    "error": "red",
    "warning": "yellow",
    "info": "cyan",
}


class _Rate(ProgressColumn):
    """Files per second, in the user's words."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        number = f"{speed:.1f}"
        if self._words.lang == "vi":
            number = number.replace(".", ",")
        return Text(self._words.say("reading_rate", n=number), style="bright_black")


class Progress:
    """The bar on standard error; silent where that is no terminal."""

    def __init__(self, lang: str = "vi", console: Console | None = None) -> None:
        words = Words(lang)
        console = console or Console(stderr=True)
        self._label = words.say("reading")
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(words),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[path]}", style="bright_black"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(self._label, total=None, path="", visible=False)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """So many files are to be read."""
        self._bar.reset(self._task, total=total, visible=True, path="")

    def reading(self, path: str) -> None:
        """A file is being read; told from any thread."""
        self._bar.update(self._task, path=for_terminal(path, 60))

    def advance(self, path: str) -> None:
        """One more file is done; ``path`` is as the inventory names it."""
        self._bar.update(self._task, advance=1, path=for_terminal(path, 60))

    def end(self) -> None:
        """Everything is read; what follows takes no bar."""
        self._bar.update(self._task, visible=False)


def print_summary(report: Report, out: Path, console: Console | None = None) -> None:
    """The counts by agency, where the files are, and what to do first; on standard error."""
    console = console or Console(stderr=True)
    words = report.words
    console.print(_headline(report), soft_wrap=True)
    print_notices(report.notices, console)
    if report.judgements:
        console.print(summary_table(report))
    console.print(words.say("written_to", folder=for_terminal(str(out))), soft_wrap=True)
    for line in next_steps(report):
        console.print(f"  • {line}", soft_wrap=True)


def print_notices(notices: Iterable[str], console: Console | None = None) -> None:
    """What shaped the result beside inbox and plan; on standard error."""
    console = console or Console(stderr=True)
    for notice in notices:
        console.print(f"[yellow]! {for_terminal(notice, 400)}[/yellow]", soft_wrap=True)


def _headline(report: Report) -> str:
    words = report.words
    facts = words.say(
        "run_facts",
        papers=len(report.papers),
        agencies=len(report.shown),
        obligations=len(report.judgements),
        findings=len(report.findings),
    )
    day = words.say("as_of", day=day_words(report.as_of))
    return f"[bold]{for_terminal(report.plan.title)}[/bold]\n{day} · {facts}"


def summary_table(report: Report) -> Table:
    """Agencies by class of status and by severity, and the sum."""
    words, counts = report.words, report.counts
    table = Table(header_style="bold", show_footer=True, box=SIMPLE_HEAD)
    table.add_column(words("column", "agency"), words("column", "total"), min_width=20)
    for group, number in grouped(counts.by_status).items():
        _add_number(table, words("group", group), number, group)
    sums: Counter[Severity] = Counter()
    for some in counts.severities.values():
        sums.update(some)
    for severity in Severity:
        _add_number(table, words("severity", severity.value), sums[severity], severity.value)
    for row in _agency_rows(report):
        table.add_row(*row)
    return table


def _add_number(table: Table, heading: str, total: int, colour: str) -> None:
    """A column as narrow as the longest word of its heading, so that 80 signs are enough."""
    width = max(map(len, heading.split()))
    table.add_column(
        heading, str(total or ""), justify="right", style=_COLOURS[colour], max_width=max(width, 4)
    )


def _agency_rows(report: Report) -> Iterator[list[str]]:
    """The agencies in their order; where there are too many, those with the most errors."""
    counts = report.counts
    rows = [(id, counts.severities.get(id, Counter[Severity]())) for id in report.shown]
    if "" in counts.severities:
        rows.append(("", counts.severities[""]))
    kept = {id for id, _ in sorted(rows, key=lambda row: -row[1][Severity.ERROR])[:_MOST_AGENCIES]}
    for id, severities in rows:
        if id in kept:
            statuses = grouped(counts.by_agency.get(id, Counter()))
            numbers = (*statuses.values(), *(severities[one] for one in Severity))
            name = for_terminal(report.agency_name(id), 60)
            yield [name, *(str(number or "") for number in numbers)]
    if len(rows) > len(kept):
        blanks = [""] * (len(load()["group"]) + len(Severity))
        yield [report.words.say("more_agencies", n=len(rows) - len(kept)), *blanks]


def next_steps(report: Report) -> list[str]:
    """What to do now, the most pressing first."""
    words, counts = report.words, report.counts
    steps = []
    if counts.unread:
        steps.append(words.say("next_unread", n=len(counts.unread)))
    if counts.strangers:
        names = ", ".join(f"“{for_terminal(name, 60)}”" for name in counts.strangers[:5])
        more = ", …" if len(counts.strangers) > 5 else ""
        steps.append(words.say("next_strangers", names=names + more))
    if counts.silent:
        steps.append(words.say("next_silent", n=len(counts.silent)))
    steps.append(words.say("next_workbook", file="sai-lech.xlsx"))
    steps.append(words.say("next_page", file="bao-cao.html"))
    return steps


def print_plan(
    plan: Plan,
    lang: str,
    console: Console | None = None,
    defects: Iterable[PlanDefect] | None = None,
) -> None:
    """The tasks of a plan as read, and what is unclear in it; on standard output."""
    console = console or Console()
    words = Words(lang)
    console.print(f"[bold]{for_terminal(plan.title)}[/bold]", soft_wrap=True)
    titles = {section.id: f"{section.id}. {section.title}" for section in plan.sections}
    for section_id, title in {"": "", **titles}.items():
        table = Table(title=for_terminal(title), title_justify="left", header_style="bold")
        for column in ("task", "task_text", "output", "deadline", "agency"):
            table.add_column(words("column", column), overflow="fold")
        for task in plan.tasks:
            if task.section == section_id or (not section_id and task.section not in titles):
                lists = (task.outputs, task.deadlines, task.leads)
                cells = (task.id, task.text, *("; ".join(one) for one in lists))
                table.add_row(*(for_terminal(cell) for cell in cells))
        if table.row_count:
            console.print(table)
    if plan.measures:
        console.print(_measures_table(plan, words))
    for defect in plan.defects if defects is None else defects:
        message = words.choose(defect.message, defect.message_en)
        console.print(f"• {for_terminal(message)}", soft_wrap=True)


def _measures_table(plan: Plan, words: Words) -> Table:
    """The general measures and points of the plan's prose, and the bodies that each names."""
    title = words.say("plan_measures", n=len(plan.measures))
    table = Table(title=title, title_justify="left", header_style="bold")
    table.add_column(words.say("plan_measure_id"))
    table.add_column(words.say("plan_measure"), overflow="fold", ratio=3)
    table.add_column(words.say("plan_measure_bodies"), overflow="fold", ratio=1)
    for measure in plan.measures:
        cells = (measure.id, one_line(measure.text, _MEASURE), "; ".join(measure.bodies))
        table.add_row(*(for_terminal(cell) for cell in cells))
    return table

"""One text's best tasks on the terminal, the words that agree highlighted."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from pipeline.matching.reasons import common_spans
from pipeline.outputs.clean import QUOTE_LIMIT, one_line
from rules.model.papers import Band

_BANDS = {Band.SURE: ("chắc chắn", "green"), Band.UNSURE: ("chưa chắc", "yellow"),
          Band.NONE: ("không ghép", "dim")}  # fmt: skip


def explain_text(text: str, matcher: Matcher, console: Console | None = None) -> None:
    """Print the three best tasks of a text, with reasons."""
    console = console or Console()
    found = matcher.match([Query(text=text)])[0]
    if not found:
        console.print("Không nhiệm vụ nào của kế hoạch nói đến nội dung này.")
        return
    words = matcher.lexicon.words(text)
    for one in found:
        console.print(_heading(one))
        task = matcher.plan.task(one.task_id)
        console.print(Padding(_highlighted(task.text, words, matcher), (0, 0, 0, 4)))
        for reason in one.reasons:
            console.print(Padding(Text(f"- {one_line(reason)}"), (0, 0, 0, 4)))


def _heading(one: Candidate) -> Text:
    name, colour = _BANDS[one.band]
    heading = Text(f"{one_line(one.task_id)}  ", style="bold")
    heading.append(f"{name} ({one.score:.2f})", style=colour)
    if one.shared_with:
        heading.append(f"  tính cho cả: {one_line(', '.join(one.shared_with))}", style="dim")
    return heading


def _highlighted(task: str, words: list[str], matcher: Matcher) -> Text:
    task = one_line(task, QUOTE_LIMIT)
    shown = Text(task)
    for span in common_spans(task, words, matcher.space.idf):
        shown.stylize("bold reverse", span.start, span.end)
    return shown

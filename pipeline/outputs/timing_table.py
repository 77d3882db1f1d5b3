"""Where a run's time went: a table by stage, and the files that took longest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from pipeline.outputs.clean import for_terminal
from pipeline.outputs.replace import replace_file
from pipeline.run_log import RunLog
from rules.messages import Words

FILE = "thoi-gian.txt"
_LEAST = 1.0  # seconds of the slowest file that are worth telling unasked


def print_times(
    log: RunLog, out: Path | None, lang: str = "vi", console: Console | None = None
) -> None:
    """The files that took longest; with a folder also the table, kept there too; on stderr."""
    console = console or Console(stderr=True)
    words = Words(lang)
    slowest = list(_slowest(log, words))
    if out is not None:
        lines = [*_table(log, words), *slowest]
        replace_file(out / FILE, lambda path: _write(path, lines))
        for line in lines:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    elif slowest and log.slowest[0].seconds >= _LEAST:
        for line in slowest:
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _table(log: RunLog, words: Words) -> Iterator[str]:
    heads = [words("timing", name) for name in ("stage", "wall", "cpu", "cpu_children")]
    yield f"{heads[0]:<34}" + "".join(f"{head:>16}" for head in heads[1:])
    rows = [(words("stage", name), spent) for name, spent in log.stages.items()]
    for name, spent in rows:
        yield f"{name:<34}{spent.wall:>16.2f}{spent.own:>16.2f}{spent.children:>16.2f}"
    sums = [sum(getattr(one, field) for _, one in rows) for field in ("wall", "own", "children")]
    yield f"{words('timing', 'sum'):<34}" + "".join(f"{one:>16.2f}" for one in sums)


def _slowest(log: RunLog, words: Words) -> Iterator[str]:
    if log.read:
        yield words.say("slowest_files", n=len(log.slowest), total=log.read)
    for one in log.slowest:
        yield f"{one.seconds:>8.2f} s  {for_terminal(one.path, 90)}"

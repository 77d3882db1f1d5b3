"""What shaped a run beside its inbox and plan, in sentences that every output begins with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pipeline.limits import Judged
from pipeline.outputs.clean import one_line
from rules.agencies import Registry
from rules.catalogue import Rule
from rules.messages import Words
from rules.model.papers import Paper
from rules.settings import PLAIN, Settings

_MOST_NAMED = 5
_MOST_FILES = 3


def settings_notices(settings: Settings, rules: Iterable[Rule], words: Words) -> Iterator[str]:
    """Which file of settings is in force and what it changes; which rules are off."""
    if not settings.source:
        return
    rules = tuple(rules)
    off = [rule.id for rule in rules if not rule.on]
    changed = [rule.id for rule in rules if rule.usual is not None]
    others = _changed(settings)
    if off:
        yield words.fill("notice", "off", file=settings.source, n=len(off), rules=", ".join(off))
    if changed:
        names = ", ".join(changed)
        yield words.fill("notice", "severity", file=settings.source, n=len(changed), rules=names)
    if others:
        yield words.fill("notice", "settings", file=settings.source, names=", ".join(others))
    if not (off or changed or others):
        yield words.fill("notice", "plain", file=settings.source)


def _changed(settings: Settings) -> list[str]:
    names = ("before_is_inclusive", "expand_communes", "move_off_holidays", "holidays", "agencies")
    found = [name for name in names if getattr(settings, name) != getattr(PLAIN, name)]
    found += ["reporting_year"] if settings.year_from else []
    return found + (["deadline"] if settings.readings else [])


def dates_notices(file: str, entered: int, words: Words) -> Iterator[str]:
    """That a workbook of base dates was used."""
    if file:
        yield words.fill("notice", "dates", file=file, n=entered)


def run_notices(
    as_of: date,
    later: Collection[Paper],
    only: Judged,
    registry: Registry,
    words: Words,
    before: date | None = None,
) -> Iterator[str]:
    """Papers that are later than the day of judging, and agencies that were left out.

    ``before`` is the day that the last run into the same folder judged by: an earlier list
    belongs into a folder of its own, or what is not due yet then seems to be fixed.
    """
    if before is not None and as_of < before:
        yield words.fill("notice", "earlier", day=f"{as_of:%d/%m/%Y}", before=f"{before:%d/%m/%Y}")
    if later:
        # Named, for a date far ahead is more often mistyped than true.
        latest = sorted(later, key=_last_issued_first)
        files = "; ".join(one_line(paper.path, 80) for paper in latest[:_MOST_FILES])
        files += "; …" if len(later) > _MOST_FILES else ""
        yield words.fill("notice", "later", n=len(later), day=f"{as_of:%d/%m/%Y}", files=files)
    if only:
        names = [registry.name(id) for id in sorted(only)]
        shown = "; ".join(names[:_MOST_NAMED]) + ("; …" if len(names) > _MOST_NAMED else "")
        yield words.fill("notice", "only", n=len(names), names=shown)


def _last_issued_first(paper: Paper) -> tuple[int, str]:
    day = paper.header.issued_on
    return -day.toordinal() if day else 0, paper.path

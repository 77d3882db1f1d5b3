"""The summary's sentences, from its facts; what cannot be judged comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pipeline.figures import Line
from pipeline.outputs.clean import one_line
from pipeline.summary.facts import SOON, Facts
from rules.summary import say

_NAMED = 300  # letters for the agencies named in the body; the annex has them all


def day_words(day: date) -> str:
    """``20/12/2024``"""
    return f"{day:%d/%m/%Y}"


def percent(share: float | None) -> str:
    """A rate as it is printed; a dash where nothing was judged.

    >>> percent(0.2746), percent(1.0), percent(None)
    ('27,5%', '100,0%', '–')
    """
    return "–" if share is None else f"{100 * share:.1f}%".replace(".", ",")


def opening(facts: Facts) -> str:
    """Three sentences: what came, what is wrong, what cannot be said."""
    total, day = facts.figures.total, day_words(facts.run.as_of)
    agencies = _with(facts, lambda line: line.expected)
    if not total.expected:
        return say("opening", "nothing_due", day=day)
    if not total.judged:
        result = say(
            "opening", "nothing_judged", day=day, expected=total.expected, agencies=agencies
        )
    else:
        result = say(
            "opening",
            "result",
            day=day,
            expected=total.expected,
            agencies=agencies,
            judged=total.judged,
            received=total.received,
            completeness=percent(total.completeness),
            in_time=total["in_time"],
            timeliness=percent(total.timeliness),
        )
    return " ".join((result, _problems(facts), _doubts(total)))


def _problems(facts: Facts) -> str:
    problems, confirmed = facts.problems(), facts.confirmed()
    if not problems:
        return say("opening", "no_problems")
    how = "sure_none" if not confirmed else "sure_all" if confirmed == problems else "sure_some"
    sure = say("opening", how, confirmed=confirmed, unconfirmed=problems - confirmed)
    counts = facts.figures.total.counts
    return say("opening", "problems", problems=problems, sure=sure, **counts)


def _doubts(total: Line) -> str:
    if not total["unchecked"]:
        return say("opening", "no_doubts")
    return say("opening", "doubts", unchecked=total["unchecked"])


def doubts(facts: Facts) -> list[str]:
    """What could not be judged, each kind a line; only what there is."""
    total = facts.figures.total
    numbers = {
        "unchecked": total["unchecked"],
        "files": facts.files,
        "silent": facts.silent,
        "unmatched": facts.unmatched,
        "settled": total["settled"],
        "no_day": total["no_day"],
    }
    values = {
        **numbers,
        "agencies": _with(facts, lambda line: line["unchecked"]),
        "owed": facts.silent_owed,
    }
    found = [say("doubts", id, **values) for id, number in numbers.items() if number]
    if not found:
        return [say("doubts", "none")]
    return [*found[:-1], found[-1].rstrip(";.") + "."]


def confirmed(facts: Facts) -> str:
    """Agencies by name only where a clerk confirmed; in the order of the list."""
    named = [(one.name, facts.confirmed(one)) for one in facts.figures.by_agency]
    named = [(name, number) for name, number in named if number]
    if not named:
        return say("agencies", "confirmed_none")
    listed = ""
    for rest, (name, number) in zip(range(len(named), 0, -1), named, strict=True):
        one = say("agencies", "confirmed_one", name=one_line(name, 60), number=number)
        if len(listed) + len(one) > _NAMED:
            listed += " " + say("agencies", "confirmed_more", number=rest)
            break
        listed += f", {one}" if listed else one
    return say("agencies", "confirmed", list=listed)


def decided(facts: Facts) -> str:
    """How far clerks have come with the list."""
    told = facts.list
    return say(
        "agencies",
        "decided",
        findings=told.findings,
        decided=told.decided,
        undecided=told.undecided,
        stale=say("agencies", "stale", number=told.stale) if told.stale else "",
        second=say("agencies", "second", number=told.second) if told.second else "",
    )


def changed(facts: Facts) -> str:
    """What is new, reopened, changed and fixed since the run before."""
    if facts.last is None or facts.changed is None:
        return say("changes", "first")
    values = {"run": facts.last.number, "day": day_words(facts.last.as_of)}
    if not facts.changed:
        return say("changes", "same", **values)
    kinds = {id: facts.changed[id] for id in ("new", "reopened", "changed", "fixed")}
    return say("changes", "since", **values, **kinds)


def advice(facts: Facts) -> list[str]:
    """What follows from the facts; nothing that no clerk confirmed is held against anybody."""
    values = {
        "office": one_line(facts.office or say("advice", "office"), 80),
        "undecided": facts.list.undecided,
        "silent": facts.silent_open,
        "files": facts.files,
        "soon": facts.soon,
        "first": day_words(facts.run.as_of),
        "last": day_words(facts.run.as_of + timedelta(days=SOON)),
    }
    found = _reminding(facts, values["office"])
    for id in ("decide", "silent", "files", "soon"):
        if values["undecided" if id == "decide" else id]:
            found.append(say("advice", id, **values))
    return found or [say("advice", "none")]


def _reminding(facts: Facts, office: object) -> list[str]:
    """Letters made, then what was confirmed and stands in none yet."""
    letters = facts.letters
    if letters and letters.reply_by:
        made = say(
            "advice",
            "reminded",
            round=letters.round,
            letters=letters.agencies,
            reply_by=day_words(letters.reply_by),
        )
        return [made, *([say("advice", "unsent", unsent=facts.unsent)] if facts.unsent else [])]
    agencies = sum(1 for line in facts.figures.by_agency if facts.confirmed(line))
    if not agencies:
        return []
    values = {"office": office, "agencies": agencies, "confirmed": facts.confirmed()}
    return [say("advice", "remind", **values)]


def _with(facts: Facts, number: Callable[[Line], int]) -> int:
    """How many agencies have any of something."""
    return sum(1 for line in facts.figures.by_agency if number(line))

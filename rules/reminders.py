"""The words of reminders, and who asks whom how; the data is ``rules/data/reminders.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "reminders.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """How one kind of office asks another: ``đề nghị`` or ``yêu cầu``, and why."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    verb: str
    why: str

    def holds(self, sender: str, recipient: str) -> bool:
        """Whether it speaks of these two kinds; an empty list speaks of every kind."""
        return (not self.sender or sender in self.sender) and (
            not self.recipient or recipient in self.recipient
        )


@dataclass(frozen=True, slots=True)
class Office:
    """The head and foot of an office's papers: its parent, who signs, who leads it.

    ``then`` is what it does where the last reminder was not answered.
    """

    kind: str
    begins: str
    parent: tuple[str, ...]
    signing: tuple[str, ...]
    leaders: str
    then: str


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is asked where an item of its groups is outstanding; always without groups."""

    when: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a reminder says of a rule's finding; ``never`` is why none is made from it."""

    group: str = ""
    says: str = ""
    never: str = ""


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def say(table: str, id: str, **values: object) -> str:
    """A sentence with its blanks filled.

    >>> say("left_out", "issued", next=2)
    'công văn lần này đã ghi số phát hành, không làm lại; hãy dùng --round 2'
    """
    return str(_tables()[table][id]).format(**values)


def words(table: str) -> Mapping[str, str]:
    """A whole table of words, in the order of the file."""
    return dict(_tables()[table])


def wording(sender_kind: str, recipient_kind: str) -> Wording:
    """How the sender asks the recipient: the first row that holds.

    >>> wording("so", "ubnd_huyen").verb, wording("ubnd_tinh", "ubnd_huyen").verb
    ('đề nghị', 'yêu cầu')
    """
    rows = (Wording(**_frozen(row)) for row in _tables()["wording"])
    return next(row for row in rows if row.holds(sender_kind, recipient_kind))


def office(kind: str, name: str) -> Office:
    """The head and foot of an office: of its kind, the longest beginning of its name.

    >>> office("so", "Thanh tra tỉnh").signing, office("so", "Sở Nội vụ").signing
    (('CHÁNH THANH TRA',), ('GIÁM ĐỐC',))
    """
    rows = [Office(**_frozen(row)) for row in _tables()["office"]]
    fitting = [row for row in rows if row.kind in (kind, "") and name.startswith(row.begins)]
    return max(fitting, key=lambda row: (row.kind == kind, len(row.begins)))


def requests(groups: set[str]) -> list[str]:
    """What is asked for items of these groups, in the order of the letter."""
    rows = (Request(**_frozen(row)) for row in _tables()["request"])
    return [row.text for row in rows if not row.when or groups & set(row.when)]


def rule_words(rule: str) -> RuleWords:
    """What is said of a rule's finding; a rule without words is told by its message."""
    fields = _tables()["rule"].get(rule)
    return RuleWords(**fields) if fields else RuleWords("content", "{message}")


def ruled() -> frozenset[str]:
    """The rules that have words."""
    return frozenset(_tables()["rule"])


def address(agency_id: str, name: str) -> str:
    """How a body is addressed after "Kính gửi".

    >>> address("ubnd-huyen-moc-chau", "UBND huyện Mộc Châu")
    'Ủy ban nhân dân huyện Mộc Châu'
    """
    if agency_id in _tables()["address"]:
        return str(_tables()["address"][agency_id])
    for short, long in (("UBND ", "Ủy ban nhân dân "), ("HĐND ", "Hội đồng nhân dân ")):
        if name.startswith(short):
            return long + name.removeprefix(short)
    return name


def copies_to(table: str) -> Sequence[str]:
    """The lines of "Nơi nhận" for one recipient, a group, or a letter of a people's committee."""
    return tuple(_tables()["recipients"][table])


def template_fields(note: bool) -> Mapping[str, str]:
    """The fields of a template with what each holds."""
    table = _tables()["template"]
    return {**table["shared"], **table["note" if note else "letter"]}


def fields_of_each(list_field: str) -> Mapping[str, str]:
    """The fields of each entry of a list field; empty where its entries are lines of text."""
    return dict(_tables()["template"]["each"].get(list_field, {}))


def template_problem(id: str, **values: object) -> str:
    """What is wrong with a template, in one sentence."""
    return str(_tables()["template"]["problems"][id]).format(**values)


def required_fields(note: bool) -> tuple[tuple[str, ...], ...]:
    """What a template must use: of each row at least one field."""
    return tuple(map(tuple, _tables()["template"]["required_note" if note else "required"]))


def most_rounds() -> int:
    """How many times an agency is reminded at most."""
    return int(_tables()["settings"]["most_rounds"])


def reply_day(start: date) -> date:
    """The last day for an answer: so many working days after a day.

    >>> reply_day(date(2024, 12, 20))
    datetime.date(2025, 1, 6)
    """
    settings = _tables()["settings"]
    left, day = int(settings["reply_working_days"]), start
    while left:
        day += timedelta(days=1)
        closed = day.weekday() >= 5 or f"{day:%m-%d}" in settings["holidays"]
        left -= not closed
    return day


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}

"""What an agency has to do with each task: leads it, coordinates, issues its paper, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

import numpy as np

from pipeline.matching.lexicon import Lexicon
from pipeline.matching.vectors import Floats
from rules.agencies import Registry
from rules.model.plan import Plan, Task
from rules.vietnamese.text import tokens

_NOISE = frozenset(("tinh", "va", "cac", "cua", "cap", "viet", "nam", "toan"))
# Who is meant by "UBND cấp huyện", "các xã", "Sở, ban, ngành": the kind of body, whatever its name.
_HUYEN = frozenset(("huyen", "pho"))
_XA = frozenset(("xa", "phuong", "tran"))
_DEPARTMENT_GROUP = (("so", "nganh"), ("ban", "nganh"), ("bo", "nganh"), ("so", "ban"))
_ANYBODY = (("co", "quan"), ("lien", "quan"), ("dia", "phuong"))


class Level(Enum):
    """What an agency has to do with a task, and what that is worth."""

    LEAD = 1.0
    GROUP_LEAD = 0.86
    ISSUER = 0.85
    COORDINATES = 0.5
    GROUP_COORDINATES = 0.4
    ABOVE = 0.45  # the province's own body issues what its departments prepare
    BELOW = 0.35  # a commune does its share of what its district leads
    ANYBODY = 0.3
    UNKNOWN = 0.31
    STRANGER = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What agencies have to do with each task of a plan, and what each level weighs."""

    levels: tuple[Level, ...]
    weights: Floats


class Parties:
    """The agencies of every task of a plan."""

    def __init__(self, plan: Plan, registry: Registry, lexicon: Lexicon) -> None:
        self._registry = registry
        self._lexicon = lexicon
        self._on = date(plan.year, 6, 30) if plan.year else None
        self._noise = _NOISE | set(tokens(plan.province))
        self._memo: dict[tuple[str, str], tuple[Level, ...]] = {}
        self._standings: dict[tuple[str, ...], Standing] = {}
        self._leads = [[self._party(words) for words in task.leads] for task in plan.tasks]
        self._helpers = [[self._party(words) for words in task.coordinating] for task in plan.tasks]
        self._issuers = [self._named_in_outputs(task) for task in plan.tasks]

    def levels(self, words: str, agency_id: str) -> tuple[Level, ...]:
        """For each task in the plan's order what this agency has to do with it."""
        if not words and not agency_id:
            return (Level.UNKNOWN,) * len(self._leads)
        found = self._memo.get((words, agency_id))
        if found is None:
            found = self._memo[words, agency_id] = self._levels(words, agency_id)
        return found

    def standing(
        self, words: str, agency_id: str, sender_id: str, on: date | None = None
    ) -> Standing:
        """What issuer or sender has to do with each task: the better of the two.

        From the day after a body's end, its successors have to do with what it had.
        """
        before = tuple(
            ended
            for ended, since in self._registry.predecessors(agency_id or sender_id).items()
            if on is not None and on >= since
        )
        asked = (words, agency_id, sender_id, *before)
        found = self._standings.get(asked)
        if found is None:
            levels = self._both(words, agency_id, sender_id)
            for ended in before:
                levels = _better(levels, self.levels("", ended))
            weights = np.array([level.value for level in levels])
            found = self._standings[asked] = Standing(levels, weights)
        return found

    def _both(self, words: str, agency_id: str, sender_id: str) -> tuple[Level, ...]:
        issuer = self.levels(words, agency_id)
        if not sender_id or sender_id == agency_id:
            return issuer
        sender = self.levels("", sender_id)
        if not words and not agency_id:
            return sender
        return _better(issuer, sender)

    def _levels(self, words: str, agency_id: str) -> tuple[Level, ...]:
        on = self._on
        agency_id = agency_id or self._registry.identify(words, on)
        one = _Body(agency_id, self._name(words or self._registry.name(agency_id)))
        levels = tuple(
            self._level(one, leads, helpers, issuers)
            for leads, helpers, issuers in zip(
                self._leads, self._helpers, self._issuers, strict=True
            )
        )
        if set(levels) <= {Level.STRANGER, Level.ANYBODY} and not agency_id:
            return (Level.UNKNOWN,) * len(levels)  # a body that neither plan nor list knows
        return levels

    def _level(
        self, one: _Body, leads: list[_Party], helpers: list[_Party], issuers: frozenset[str]
    ) -> Level:
        named = [party for party in leads if party.names(one)]
        if named:
            return Level.GROUP_LEAD if all(party.kinds for party in named) else Level.LEAD
        if one.agency_id and one.agency_id in issuers:
            return Level.ISSUER
        named = [party for party in helpers if party.names(one)]
        if named:
            group = all(party.kinds for party in named)
            return Level.GROUP_COORDINATES if group else Level.COORDINATES
        if one.kind == "tinh" and any(party.is_department for party in leads):
            return Level.ABOVE
        if one.kind == "xa" and any("huyen" in party.kinds for party in leads):
            return Level.BELOW
        if any("anybody" in party.kinds for party in leads + helpers):
            return Level.ANYBODY
        return Level.STRANGER

    def _party(self, words: str) -> _Party:
        found = self._registry.expand(words, self._on)
        plain = tokens(words)
        kinds = set()
        if any(pair in pairwise(plain) for pair in _DEPARTMENT_GROUP):
            kinds.add("so")
        if "ubnd" in plain or plain[:1] == ["cac"] or plain[:4] == ["uy", "ban", "nhan", "dan"]:
            kinds |= {"huyen"} if _HUYEN & set(plain) else set()
            kinds |= {"xa"} if _XA & set(plain) else set()
        if sum(pair in pairwise(plain) for pair in _ANYBODY) > 1:
            kinds.add("anybody")
        ids = frozenset(found.members)
        if ["benh", "vien"] in (plain[:2], plain[1:3]):
            kinds.add("benh vien")
        return _Party(frozenset(kinds if len(plain) > 1 else ()), ids, self._name(words))

    def _named_in_outputs(self, task: Task) -> frozenset[str]:
        """The bodies that the outputs name: "Nghị quyết HĐND tỉnh", "Quyết định của UBND tỉnh"."""
        return frozenset(
            mention.agency_id
            for output in task.outputs
            for mention in self._registry.mentions(output, self._on)
        )

    def _name(self, words: str) -> tuple[str, ...]:
        return tuple(word for word in self._lexicon.words(words) if word not in self._noise)


class _Body:
    """An agency that speaks: its id if known, its name as words, its kind."""

    def __init__(self, agency_id: str, name: tuple[str, ...]) -> None:
        self.agency_id = agency_id
        self.name = name
        self.kind = _kind(name)


class _Party:
    """An entry of a cell: one body by id or name, or a group by the kind of its members."""

    def __init__(self, kinds: frozenset[str], ids: frozenset[str], name: tuple[str, ...]) -> None:
        self.kinds = kinds
        self._ids = ids
        self.name = name
        self.is_department = "so" in kinds or _kind(name) == "so"

    def names(self, one: _Body) -> bool:
        """Whether the body is meant by the entry."""
        if one.agency_id and one.agency_id in self._ids:
            return True
        if self.kinds:
            return one.kind in self.kinds
        return _same_name(one.name, self.name)


def _better(one: tuple[Level, ...], other: tuple[Level, ...]) -> tuple[Level, ...]:
    return tuple(max(pair, key=lambda level: level.value) for pair in zip(one, other, strict=True))


def _kind(name: Sequence[str]) -> str:
    if name[:1] == ("so",) or name[:2] == ("thanh", "tra"):
        return "so"
    if name[:2] == ("benh", "vien"):
        return "benh vien"
    if name[:4] != ("uy", "ban", "nhan", "dan"):
        return ""
    if len(name) == 4:
        return "tinh"
    if name[4:5] in (("huyen",), ("quan",)) or name[4:6] in (("thanh", "pho"), ("thi", "xa")):
        return "huyen"
    if name[4:5] in (("xa",), ("phuong",)) or name[4:6] == ("thi", "tran"):
        return "xa"
    return ""


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Equal names, or one is the beginning of the other: "Sở Nông nghiệp" for the full name."""
    if len(one) == 2 and one[1] == "".join(word[0] for word in other[1:]):
        return one[0] == other[0]  # "Sở CT"
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 2 and longer[: len(shorter)] == shorter)

"""Bodies of the state, the Party and society, and where a text names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the province, or a group of bodies as plans write them.

    ``kind`` is so, vertical, ubnd_tinh, ubnd_huyen, ubnd_xa, hdnd, party, front, union, court,
    press, hospital, company, unit, central or group. ``owes`` is of groups only: ``each`` member
    owes for itself, the group owes as ``one``, or ``none`` is bound by being called so.
    """

    id: str
    name: str
    kind: str
    other_names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()  # in document numbers: SNV of 05/BC-SNV
    groups: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""
    end_unsure: bool = False  # the day of the end is not certain: see the source
    examples: tuple[str, ...] = ()
    parent: str = ""  # of a commune: its district
    owes: str = ""

    def valid(self, on: date) -> bool:
        """Whether the body existed on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency or group named in a text, with the characters it stands on."""

    agency_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the words of a cell name.

    ``members`` are ids of bodies that are bound one by one; among them may be the id of a group
    that owes as one (``ubnd-cap-xa``), and a body that is in no list, by the slug of its name (see
    ``strangers``). ``groups`` are the groups named. ``unknown`` holds the words that name nobody.
    """

    members: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    unknown: str = ""


def heirs(agencies: Mapping[str, Agency], agency_id: str, on: date) -> tuple[str, ...]:
    """Who answers on that day for a body that has ended by then; empty where it lives on."""
    agency = agencies.get(agency_id)
    if agency is None or agency.valid_to is None or on <= agency.valid_to:
        return ()
    found: list[str] = []
    for heir in agency.successors:
        found.extend(heirs(agencies, heir, on) or (heir,))
    return tuple(dict.fromkeys(found))

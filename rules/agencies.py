"""Who is who: the agencies of a province with their names, dates, groups and successors.

The data is ``rules/data/agencies.toml``. Names are recognised with spaCy's PhraseMatcher over
folded words, so that a missing diacritic, a wrong tone or capitals make no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of the province. ``kind`` is so, vertical, ubnd_tinh, ubnd_huyen, ubnd_xa, hdnd,

    party, front, union, court, press, hospital, company, unit, central or group (a group of
    communes that owes as one, such as ``ubnd-cap-xa``).
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
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency or group named in a text, with the characters it stands on."""

    agency_id: str
    start: int
    end: int


class Registry:
    """The agencies of one province, and how they are recognised."""

    def get(self, agency_id: str) -> Agency:
        """The agency of that id; KeyError where unknown."""
        raise KeyError(agency_id)

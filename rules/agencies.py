"""Who is who: the agencies of a province with their names, dates, groups and successors.

The data is ``rules/data/agencies.toml``. Names are recognised over folded words, so that a missing
diacritic, a wrong tone or capitals make no difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from rules.agency_file import DEFAULT, read_agencies, read_provinces
from rules.agency_names import NameTable
from rules.agency_parties import Names, expand
from rules.agency_words import keys
from rules.model.agency import Agency, Mention, Party, heirs

__all__ = ["Agency", "Mention", "Party", "Registry", "load"]


@dataclass(frozen=True)
class Registry:
    """The agencies of one province, and how they are recognised.

    ``on`` is the day asked about where a call names none; it tells namesakes of different years
    apart (xã Chiềng Mai of 2024 and of 2025).
    """

    agencies: tuple[Agency, ...]
    province: str
    provinces: tuple[str, ...] = ()
    on: date | None = None

    @property
    def province_id(self) -> str:
        """The province's own body: ``ubnd-tinh``."""
        return next(agency.id for agency in self.agencies if agency.kind == "ubnd_tinh")

    def get(self, agency_id: str) -> Agency:
        """The agency or group of that id; KeyError where unknown."""
        return self._by_id[agency_id]

    def name(self, agency_id: str) -> str:
        """The official name; an id that is in no list is returned as it is."""
        agency = self._by_id.get(agency_id)
        return agency.name if agency else agency_id

    def is_known(self, agency_id: str) -> bool:
        """Whether an agency or group of that id is in the list."""
        return agency_id in self._by_id

    def is_group(self, agency_id: str) -> bool:
        """Whether the id is of a group."""
        agency = self._by_id.get(agency_id)
        return agency is not None and agency.kind == "group"

    def members(self, group_id: str, on: date) -> tuple[str, ...]:
        """The bodies of a group that existed on that day, in the order of the file."""
        return tuple(a.id for a in self.agencies if group_id in a.groups and a.valid(on))

    def by_sign(self, sign: str) -> tuple[str, ...]:
        """The agencies that sign document numbers so: ``SNV`` of ``05/BC-SNV``."""
        return self._by_sign.get(_joined(sign), ())

    def successor(self, agency_id: str, on: date) -> tuple[str, ...]:
        """Who answers for a body that has ended by that day; empty where it lives on."""
        return heirs(self._by_id, agency_id, on)

    def predecessors(self, agency_id: str) -> Mapping[str, date]:
        """The ended bodies that this one answers for, each from which day on."""
        return self._predecessors.get(agency_id, {})

    def expand(self, text: str, on: date | None = None) -> Party:
        """Whom the words of one cell entry name: "các sở, ban; ngành", "UBND các huyện, TP"."""
        return expand(text, self._parties, on or self.on)

    def mentions(self, text: str, on: date | None = None) -> list[Mention]:
        """The agencies and groups that a running text names: longest first, none overlapping."""
        return self._names.mentions(text, on or self.on)

    def identify(self, text: str, on: date | None = None) -> str:
        """The id of the one agency that the whole text names, else empty.

        A division of a district ("Phòng Nội vụ huyện Mộc Châu") is an office of its UBND, one of a
        Sở ("Thanh tra Sở Y tế") is the Sở. Another province's agency is nobody of ours.
        """
        return self._names.identify(text, on or self.on)

    def from_folder(self, name: str, on: date | None = None) -> str:
        """The agency that a folder is named after, empty where that is not certain."""
        return self._names.from_folder(name, on or self.on)

    @cached_property
    def _by_id(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def _by_sign(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        for agency in self.agencies:
            for sign in agency.signs:
                table[_joined(sign)] = (*table.get(_joined(sign), ()), agency.id)
        return table

    @cached_property
    def _predecessors(self) -> dict[str, dict[str, date]]:
        table: dict[str, dict[str, date]] = {}
        for agency in self.agencies:
            left = [(heir, agency) for heir in agency.successors]
            while left:
                heir, before = left.pop()
                if before.valid_to is None or agency.id in table.get(heir, {}):
                    continue
                table.setdefault(heir, {})[agency.id] = before.valid_to + timedelta(1)
                if heir in self._by_id:
                    after = self._by_id[heir]
                    left += [(later, after) for later in after.successors]
        return table

    @cached_property
    def _names(self) -> NameTable:
        return NameTable(self.agencies, self.province, self.provinces)

    @cached_property
    def _parties(self) -> Names:
        return Names(self._names, self._by_id, self.members)


def load(path: Path | None = None, on: date | None = None) -> Registry:
    """The agencies of a province's file; without a path, those of Sơn La."""
    file = read_agencies(path or DEFAULT)
    return Registry(file.agencies, file.province, read_provinces(), on)


def _joined(sign: str) -> str:
    return "".join(keys(sign))

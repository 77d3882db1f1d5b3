"""Reads the agency files: one per province, with the lists that it includes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from rules.agency_districts import district_agencies, district_problems
from rules.agency_entries import LISTS, file_complaints
from rules.model.agency import Agency

DEFAULT = Path(__file__).parent / "data" / "agencies.toml"
_PROVINCES = Path(__file__).parent / "data" / "provinces.toml"


class AgencyFileError(ValueError):
    """An agency file says something that cannot be; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class AgencyFile:
    """What the files of one province say."""

    province: str
    agencies: tuple[Agency, ...]


def read_agencies(path: Path = DEFAULT) -> AgencyFile:
    """The agencies of a province's file and of the files it includes."""
    for problem in form_problems(path):
        raise AgencyFileError(problem)
    file = read_untied(path)
    for problem in ties(file.agencies):
        raise AgencyFileError(f"{path.name}: {problem}")
    return file


def read_untied(path: Path) -> AgencyFile:
    """The agencies of files whose form is right, whatever they say of one another."""
    agencies = tuple(agency for source in _sources(path) for agency in _agencies(_load(source)))
    return AgencyFile(_load(path)["province"], agencies)


def form_problems(path: Path) -> Iterator[str]:
    """What is wrong with the form of a province's file and of those it includes.

    A file that is no TOML at all is an AgencyFileError.
    """
    if not isinstance(_load(path).get("province"), str):
        yield f"{path.name}: thiếu province (tên tỉnh)"
    for source in _sources(path):
        data = _load(source)
        found = list(file_complaints(data))
        yield from (f"{source.name}: {who}: {what}" for who, what in found)
        if not found:
            yield from (f"{source.name}: {who}: {what}" for who, what in district_problems(data))


def ties(agencies: Sequence[Agency]) -> Iterator[str]:
    """What entries say of one another that cannot be: ids, successors, groups."""
    by_id: dict[str, Agency] = {}
    for agency in agencies:
        if agency.id in by_id:
            yield f"{agency.id}: hai mục cùng mã"
        by_id[agency.id] = agency
    groups = {agency.id for agency in agencies if agency.kind == "group"}
    for agency in agencies:
        for group in sorted(set(agency.groups) - groups) if groups else ():
            yield f"{agency.id}: không có nhóm {group}"
        for heir in agency.successors:
            yield from _succession(agency, heir, by_id.get(heir))


def read_provinces() -> tuple[str, ...]:
    """The names of all provinces and cities of the country, old and new."""
    data = tomllib.loads(_PROVINCES.read_text(encoding="utf-8"))
    return (*data["names"], *data["other_names"])


def _succession(agency: Agency, heir_id: str, heir: Agency | None) -> Iterator[str]:
    if heir is None:
        yield f"{agency.id}: cơ quan kế thừa {heir_id} không có trong danh mục"
    elif agency.valid_to is None:
        yield f"{agency.id}: có cơ quan kế thừa {heir_id} nhưng thiếu valid_to"
    elif not heir.valid(agency.valid_to + timedelta(1)):
        day = agency.valid_to + timedelta(1)
        yield f"{agency.id}: cơ quan kế thừa {heir_id} không hoạt động vào ngày {day:%d/%m/%Y}"


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise AgencyFileError(f"{path.name}: không đọc được tệp danh mục") from error
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise AgencyFileError(f"{path.name}: sai cú pháp TOML ({error})") from error


def _sources(path: Path) -> tuple[Path, ...]:
    """The file itself, then those it includes: beside it, else those that come with us."""
    names = _load(path).get("include", ())
    names = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return (
        path,
        *(
            beside if (beside := path.parent / name).exists() else DEFAULT.parent / name
            for name in names
        ),
    )


def _agencies(data: dict[str, Any]) -> Iterator[Agency]:
    for entry in data.get("agency", ()):
        lists = {key: tuple(entry[key]) for key in LISTS if key in entry}
        yield Agency(**{**entry, **lists})
    for entry in data.get("group", ()):
        yield Agency(
            id=entry["id"],
            name=entry["name"],
            kind="group",
            other_names=tuple(entry["names"]),
            examples=tuple(entry["examples"]),
            owes=entry["members"],
        )
    yield from district_agencies(data)

"""Reads the agency files: one per province, with the lists that it includes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from rules.agency_words import slug
from rules.model.agency import Agency

DEFAULT = Path(__file__).parent / "data" / "agencies.toml"
_PROVINCES = Path(__file__).parent / "data" / "provinces.toml"
_LISTS = ("other_names", "abbreviations", "signs", "groups", "successors", "examples")
_KEYS = {"id", "name", "kind", "valid_from", "valid_to", "source", *_LISTS}
_KINDS = {
    *("so", "vertical", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "hdnd", "party", "front", "union"),
    *("court", "press", "hospital", "company", "unit", "central"),
}


class AgencyFileError(ValueError):
    """An agency file says something that cannot be; the message names file and entry."""


class _District(TypedDict, total=False):
    id: str
    place: str
    other_names: list[str]
    before: list[str]
    after: list[str]
    examples: list[str]
    source: str


@dataclass(frozen=True, slots=True)
class AgencyFile:
    """What the files of one province say."""

    province: str
    agencies: tuple[Agency, ...]


def read_agencies(path: Path = DEFAULT) -> AgencyFile:
    """The agencies of a province's file and of the files it includes."""
    data = _load(path)
    if not isinstance(data.get("province"), str):
        raise AgencyFileError(f"{path.name}: thiếu province (tên tỉnh)")
    agencies: list[Agency] = []
    for source in (path, *(_included(path, name) for name in data.get("include", ()))):
        agencies.extend(_read_one(source))
    _check_ids(path, agencies)
    return AgencyFile(data["province"], tuple(agencies))


def read_provinces() -> tuple[str, ...]:
    """The names of all provinces and cities of the country, old and new."""
    data = tomllib.loads(_PROVINCES.read_text(encoding="utf-8"))
    return (*data["names"], *data["other_names"])


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AgencyFileError(f"{path.name}: không đọc được tệp danh mục") from error
    except tomllib.TOMLDecodeError as error:
        raise AgencyFileError(f"{path.name}: sai cú pháp TOML ({error})") from error


def _included(path: Path, name: str) -> Path:
    """A file beside the province's file, else one that comes with the program."""
    beside = path.parent / name
    return beside if beside.exists() else DEFAULT.parent / name


def _check_ids(path: Path, agencies: list[Agency]) -> None:
    """Every id once; successors and groups are in the list."""
    known: set[str] = set()
    for agency in agencies:
        if agency.id in known:
            raise AgencyFileError(f"{path.name}: {agency.id}: hai mục cùng mã")
        known.add(agency.id)
    groups = {agency.id for agency in agencies if agency.kind == "group"}
    for agency in agencies:
        for successor in set(agency.successors) - known:
            raise AgencyFileError(
                f"{path.name}: {agency.id}: cơ quan kế thừa {successor} không có trong danh mục"
            )
        for group in set(agency.groups) - groups if groups else ():
            raise AgencyFileError(f"{path.name}: {agency.id}: không có nhóm {group}")


def _read_one(path: Path) -> list[Agency]:
    data = _load(path)
    agencies = [_agency(path, entry) for entry in data.get("agency", ())]
    for entry in data.get("group", ()):
        names = tuple(entry["names"])
        agencies.append(
            Agency(
                id=entry["id"],
                name=entry["name"],
                kind="group",
                other_names=names,
                examples=tuple(entry["examples"]),
                owes=entry["members"],
            )
        )
    for district in data.get("district", ()):
        agencies.extend(_district(data, district))
    return agencies


def _agency(path: Path, entry: dict[str, object]) -> Agency:
    name = entry.get("id", entry.get("name", "?"))
    if not entry.get("id") or not entry.get("name"):
        raise AgencyFileError(f"{path.name}: {name}: thiếu id hoặc name")
    strange = set(entry) - _KEYS
    if strange:
        raise AgencyFileError(f"{path.name}: {name}: không hiểu {', '.join(sorted(strange))}")
    if entry.get("kind") not in _KINDS:
        raise AgencyFileError(f"{path.name}: {name}: kind phải là một trong {sorted(_KINDS)}")
    if not entry.get("examples"):
        raise AgencyFileError(f"{path.name}: {name}: thiếu examples")
    fields = {
        field: tuple(value) if isinstance(value, list) else value for field, value in entry.items()
    }
    return Agency(**fields)  # type: ignore[arg-type]  # the keys are checked above


def _district(data: dict[str, object], entry: _District) -> list[Agency]:
    """A district, its communes of before, and the communes of after that stand on its ground."""
    ended, began, source = data["ended"], data["began"], str(data["source"])
    after = [
        Agency(
            id=slug(f"UBND {place}"),
            name=f"UBND {place}",
            kind="ubnd_xa",
            signs=("UBND",),
            groups=("ubnd-cap-xa",),
            valid_from=began,  # type: ignore[arg-type]  # TOML dates are dates
            source=source,
        )
        for place in entry["after"]
    ]
    # The id of a commune ends with its district's bare name: several districts have a xã Tân Lập.
    bare = entry["place"]
    for marker in ("thành phố ", "thị xã ", "huyện ", "quận "):
        bare = bare.removeprefix(marker)
    before = [
        Agency(
            id=slug(f"UBND {place} {bare}"),
            name=f"UBND {place}, {entry['place']}",
            kind="ubnd_xa",
            other_names=(f"UBND {place}",),
            signs=("UBND",),
            groups=("ubnd-cap-xa",),
            valid_to=ended,  # type: ignore[arg-type]
            source=source,
            parent=entry["id"],
        )
        for place in entry["before"]
    ]
    district = Agency(
        id=entry["id"],
        name=f"UBND {entry['place']}",
        kind="ubnd_huyen",
        other_names=tuple(entry.get("other_names", ())),
        signs=("UBND",),
        groups=("ubnd-cap-huyen",),
        valid_to=ended,  # type: ignore[arg-type]
        successors=tuple(agency.id for agency in after),
        source=entry.get("source", ""),
        examples=tuple(entry["examples"]),
    )
    return [district, *before, *after]

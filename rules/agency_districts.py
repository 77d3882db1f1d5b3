"""Districts and their communes: of before and of after, and who took over whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rules.agency_words import slug
from rules.model.agency import Agency

DISTRICT_KEYS = {
    *("id", "place", "other_names", "before", "after", "unsure", "examples", "source"),
}
_MARKERS = ("thành phố ", "thị xã ", "huyện ", "quận ")


def district_agencies(data: Mapping[str, Any]) -> list[Agency]:
    """The districts of a file, each with its communes of before and of after.

    ``after`` lists the communes on the district's ground, or names for each those that it took
    over: ``"xã Y" = ["xã X", "xã Z, huyện V"]``. Where nothing is said, who took over a commune is
    not known.
    """
    heirs = _heirs(data)
    return [
        agency
        for district in data.get("district", ())
        for agency in (
            _district(data, district),
            *_before(data, district, heirs),
            *_after(data, district),
        )
    ]


def district_problems(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the districts of a file say that cannot be: the entry, and what is wrong with it."""
    places = {
        (district["place"], commune)
        for district in data.get("district", ())
        for commune in district.get("before", ())
    }
    for district in data.get("district", ()):
        for key in ("ended", "began"):
            if district.get("after") and type(data.get(key)) is not date:
                yield district["id"], f"có after nhưng thiếu {key} (ngày) ở đầu tệp"
        taken = [
            (_from(district, commune), new)
            for new, took in _taken_over(district).items()
            for commune in took
        ]
        for (place, commune), new in taken:
            if (place, commune) not in places:
                yield (
                    district["id"],
                    f"{new} nhận {commune} nhưng before của {place} không có xã đó",
                )
        for commune in set(district.get("unsure", ())) - set(district.get("before", ())):
            yield district["id"], f"unsure nói {commune} nhưng before không có xã đó"


def _district(data: Mapping[str, Any], entry: Mapping[str, Any]) -> Agency:
    return Agency(
        id=entry["id"],
        name=f"UBND {entry['place']}",
        kind="ubnd_huyen",
        other_names=tuple(entry.get("other_names", ())),
        signs=("UBND",),
        groups=("ubnd-cap-huyen",),
        valid_to=data.get("ended"),
        successors=tuple(slug(f"UBND {place}") for place in entry.get("after", ())),
        source=entry.get("source", ""),
        examples=tuple(entry["examples"]),
    )


def _before(
    data: Mapping[str, Any], entry: Mapping[str, Any], heirs: Mapping[tuple[str, str], list[str]]
) -> Iterator[Agency]:
    # The id of a commune ends with its district's bare name: several districts have a xã Tân Lập.
    bare = entry["place"]
    for marker in _MARKERS:
        bare = bare.removeprefix(marker)
    unsure = entry.get("unsure", {})
    for place in entry.get("before", ()):
        yield Agency(
            id=slug(f"UBND {place} {bare}"),
            name=f"UBND {place}, {entry['place']}",
            kind="ubnd_xa",
            other_names=(f"UBND {place}",),
            signs=("UBND",),
            groups=("ubnd-cap-xa",),
            valid_to=data.get("ended"),
            successors=tuple(heirs.get((entry["place"], place), ())),
            source=unsure.get(place, data.get("source", "")),
            end_unsure=place in unsure,
            parent=entry["id"],
        )


def _after(data: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[Agency]:
    for place in entry.get("after", ()):
        yield Agency(
            id=slug(f"UBND {place}"),
            name=f"UBND {place}",
            kind="ubnd_xa",
            signs=("UBND",),
            groups=("ubnd-cap-xa",),
            valid_from=data.get("began"),
            source=data.get("source", ""),
        )


def _heirs(data: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    """By district and commune of before: the ids of those that took it over."""
    heirs: dict[tuple[str, str], list[str]] = {}
    for district in data.get("district", ()):
        for new, took in _taken_over(district).items():
            for commune in took:
                heirs.setdefault(_from(district, commune), []).append(slug(f"UBND {new}"))
    return heirs


def _taken_over(district: Mapping[str, Any]) -> Mapping[str, list[str]]:
    after = district.get("after", ())
    return after if isinstance(after, dict) else {}


def _from(district: Mapping[str, Any], commune: str) -> tuple[str, str]:
    """The district and the name of a commune that was taken over: "xã X, huyện Y" is of Y."""
    name, _, elsewhere = commune.partition(", ")
    return elsewhere or district["place"], name

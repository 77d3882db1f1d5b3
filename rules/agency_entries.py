"""What an entry of an agency file must look like; every complaint names the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from rules.agency_districts import DISTRICT_KEYS

LISTS = ("other_names", "abbreviations", "signs", "groups", "successors", "examples")
KINDS = (
    *("so", "vertical", "ubnd_tinh", "ubnd_huyen", "ubnd_xa", "hdnd", "party", "front", "union"),
    *("court", "press", "hospital", "company", "unit", "central"),
)
_DATES = ("valid_from", "valid_to")
_AGENCY_KEYS = {"id", "name", "kind", "source", "end_unsure", *_DATES, *LISTS}
_GROUP_KEYS = {"id", "name", "names", "members", "examples"}
_FILE_KEYS = {"province", "include", "source", "ended", "began", "agency", "group", "district"}
_OWES = ("each", "one", "none")


def file_complaints(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with the form of one file: the entry, and what is wrong."""
    yield from _strange("đầu tệp", data, _FILE_KEYS)
    for table, keys, needed in (
        ("agency", _AGENCY_KEYS, ("id", "name", "examples")),
        ("group", _GROUP_KEYS, ("id", "name", "names", "examples")),
        ("district", DISTRICT_KEYS, ("id", "place", "examples")),
    ):
        for number, entry in enumerate(data.get(table, ()), 1):
            who = str(entry.get("id") or entry.get("name") or f"[[{table}]] thứ {number}")
            yield from _strange(who, entry, keys)
            for key in needed:
                if not entry.get(key):
                    yield who, f"thiếu {key}"
            yield from _types(who, entry)
            if table == "agency" and entry.get("kind") not in KINDS:
                yield who, f"kind phải là một trong {', '.join(KINDS)}"
            if table == "group" and entry.get("members") not in _OWES:
                yield who, f"members phải là một trong {', '.join(_OWES)}"


def _strange(who: str, entry: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in sorted(set(entry) - set(keys)):
        near = get_close_matches(key, keys, 1)
        yield who, f"không hiểu {key}" + (f"; có phải {near[0]}?" if near else "")


def _types(who: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in (*LISTS, "names", "before"):
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield who, f"{key} phải là danh sách chữ, ví dụ {key} = ['…']"
    for key in _DATES:
        if key in entry and type(entry[key]) is not date:
            yield who, f"{key} phải là ngày, ví dụ {key} = 2025-07-01"
    since, until = (entry.get(key) for key in _DATES)
    if type(since) is date and type(until) is date and since > until:
        yield who, f"valid_from {since:%d/%m/%Y} sau valid_to {until:%d/%m/%Y}"

"""What an entry of an agency file must look like; every complaint names the entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
_TABLES = (
    ("agency", _AGENCY_KEYS, ("id", "name", "examples")),
    ("group", _GROUP_KEYS, ("id", "name", "names", "examples")),
    ("district", DISTRICT_KEYS, ("id", "place", "examples")),
)


def file_complaints(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with the form of one file: the entry, and what is wrong."""
    yield from _strange("đầu tệp", data, _FILE_KEYS)
    yield from _types("đầu tệp", data)
    for table, keys, needed in _TABLES:
        entries = data.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            yield table, f"phải viết thành các mục [[{table}]]"
            continue
        for number, entry in enumerate(entries, 1):
            who = str(entry.get("id") or entry.get("name") or f"[[{table}]] thứ {number}")
            yield from _strange(who, entry, keys)
            yield from ((who, f"thiếu {key}") for key in needed if not entry.get(key))
            yield from _types(who, entry)
            if table == "agency" and entry.get("kind") not in KINDS:
                yield who, f"kind phải là một trong {', '.join(KINDS)}"
            if table == "group" and entry.get("members") not in _OWES:
                yield who, f"members phải là một trong {', '.join(_OWES)}"


def _strange(who: str, entry: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in sorted(set(entry) - set(keys)):
        near = get_close_matches(key, keys, 1)
        yield who, f"không hiểu {key}" + (f"; có phải {near[0]}?" if near else "")


def _is_words(value: object) -> bool:
    return isinstance(value, str)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalnum, value))


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_name, value))


def _is_day(value: object) -> bool:
    return type(value) is date  # a datetime is a date too


def _is_after(value: object) -> bool:
    return _is_list(value) or (isinstance(value, dict) and all(map(_is_list, value.values())))


def _is_notes(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_words, value.values()))


_FORMS: tuple[tuple[tuple[str, ...], Callable[[object], bool], str], ...] = (
    ((*LISTS, "names", "before", "include"), _is_list, "danh sách chữ, ví dụ ['…', '…']"),
    (("id", "name", "place", "province"), _is_name, "chữ"),
    (("kind", "source", "members"), _is_words, "chữ"),
    ((*_DATES, "ended", "began"), _is_day, "ngày, ví dụ 2025-07-01"),
    (("end_unsure",), lambda value: isinstance(value, bool), "true hoặc false"),
    (("after",), _is_after, "danh sách xã, hoặc từng xã kèm các xã cũ: \"xã A\" = ['xã B']"),
    (("unsure",), _is_notes, 'từng xã kèm lý do: "xã A" = "…"'),
)


def _types(who: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for keys, fits, wanted in _FORMS:
        for key in keys:
            if key in entry and not fits(entry[key]):
                yield who, f"{key} phải là {wanted}"
    since, until = (entry.get(key) for key in _DATES)
    if type(since) is date and type(until) is date and since > until:
        yield who, f"valid_from {since:%d/%m/%Y} sau valid_to {until:%d/%m/%Y}"

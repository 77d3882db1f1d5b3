"""Whether a province's agency file can be used: every fault, each naming its entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from rules.agencies import Registry
from rules.agency_file import form_problems, read_provinces, read_untied, ties
from rules.agency_forms import Trust, forms
from rules.agency_words import keys
from rules.model.agency import Agency

# Every People's Committee signs so: the issuer is told by its name.
_SHARED_SIGNS = frozenset({("ubnd",)})


def check_file(path: Path) -> tuple[str, ...]:
    """Every fault of an agency file; empty where it can be used as it is.

    What is wrong with the form, then with the ties between entries, comes alone: names are tried
    only in a file that holds together.
    """
    wrong = tuple(form_problems(path))
    if wrong:
        return wrong
    file = read_untied(path)
    found = tuple(ties(file.agencies)) or tuple(_names(file.agencies, file.province))
    return tuple(f"{path.name}: {one}" for one in dict.fromkeys(found))


def _names(agencies: tuple[Agency, ...], province: str) -> Iterator[str]:
    registry = Registry(agencies, province, read_provinces())
    bodies = tuple(agency for agency in agencies if agency.kind != "group")
    if sum(agency.kind == "ubnd_tinh" for agency in bodies) != 1:
        yield "phải có đúng một mục kind = 'ubnd_tinh' (UBND tỉnh)"
    yield from _empty_groups(agencies)
    yield from _same(_written(bodies, keys(province)), "tên")
    yield from _same(_signed(bodies), "ký hiệu")
    for agency in agencies:
        for example in agency.examples:
            yield from _example(registry, agency, example)


def _empty_groups(agencies: Sequence[Agency]) -> Iterator[str]:
    named = {group for agency in agencies for group in agency.groups}
    # The groups that come with the program need no member in every province.
    for agency in agencies:
        if agency.owes == "each" and agency.id == "so-ban-nganh" and agency.id not in named:
            yield f"{agency.id}: nhóm chưa có thành viên; hãy thêm groups = ['{agency.id}'] vào sở"


def _written(bodies: Sequence[Agency], province: tuple[str, ...]) -> Mapping[str, list[Agency]]:
    """Which agencies each name in running text may mean; communes share names by their nature."""
    table: dict[str, list[Agency]] = {}
    for agency in bodies:
        if agency.kind == "ubnd_xa":
            continue
        for form in forms(agency, province):
            if form.trust is Trust.TEXT:
                table.setdefault(" ".join(form.words), []).append(agency)
    return table


def _signed(bodies: Sequence[Agency]) -> Mapping[str, list[Agency]]:
    table: dict[str, list[Agency]] = {}
    for agency in bodies:
        for sign in agency.signs:
            if keys(sign) not in _SHARED_SIGNS:
                table.setdefault(sign, []).append(agency)
    return table


def _same(table: Mapping[str, list[Agency]], what: str) -> Iterator[str]:
    """Names or signs of two agencies that existed on one day: nobody could tell them apart."""
    told: set[tuple[str, str]] = set()
    for written, meant in table.items():
        for place, agency in enumerate(meant):
            for other in meant[:place]:
                pair = (other.id, agency.id)
                if other.id != agency.id and _at_once(other, agency) and pair not in told:
                    told.add(pair)
                    yield f"{agency.id}: trùng {what} “{written}” với {other.id} cùng thời gian"


def _at_once(one: Agency, other: Agency) -> bool:
    since = max(one.valid_from or date.min, other.valid_from or date.min)
    return since <= min(one.valid_to or date.max, other.valid_to or date.max)


def _example(registry: Registry, agency: Agency, example: str) -> Iterator[str]:
    on = agency.valid_to or agency.valid_from
    if agency.kind == "group":
        if registry.expand(example, on).groups != (agency.id,):
            yield f"{agency.id}: ví dụ “{example}” không được hiểu là nhóm này"
        return
    found = registry.identify(example, on)
    if found != agency.id:
        seen = f"được hiểu là {found}" if found else "không nhận ra"
        yield f"{agency.id}: ví dụ “{example}” {seen}; hãy thêm vào other_names hoặc abbreviations"

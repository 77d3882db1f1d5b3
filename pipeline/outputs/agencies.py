"""A list of agencies in words: who exists on a day, and whether a province's own list is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.errors import UserError
from pipeline.outputs.clean import one_line
from rules.agencies import Agency, Registry, load
from rules.agency_check import check_file
from rules.agency_file import DEFAULT, AgencyFileError
from rules.agency_kinds import agency_kinds, kind_of_agency

_EXAMPLE = "agencies_example.toml"


def registry_of(path: Path | None, on: date | None = None) -> Registry:
    """The list of a file, else the one that comes with the program; UserError where it is wrong."""
    try:
        return load(path, on)
    except AgencyFileError as error:
        file = path or DEFAULT
        raise UserError(
            f"{one_line(str(error))}; hãy sửa rồi kiểm tra: doichieu agencies check {file}"
        ) from error


def agency_lines(path: Path | None, on: date) -> Iterator[str]:
    """The bodies of a list that exist on a day, by kind, each with what is known of it."""
    registry = registry_of(path)
    there = [one for one in registry.agencies if one.kind != "group" and one.valid(on)]
    yield f"{one_line(registry.province)}, ngày {on:%d/%m/%Y}: {len(there)} cơ quan"
    for kind in agency_kinds().values():
        bodies = [one for one in there if kind_of_agency(one.kind) == kind.id]
        if bodies:
            yield ""
            yield f"{kind.name} ({len(bodies)})"
        for one in bodies:
            yield f"  {one.id}: {'; '.join(_told(one, registry))}"


def checked_lines(path: Path) -> Iterator[str]:
    """What a list holds, or every fault of it and then a UserError."""
    try:
        faults = check_file(path)
    except AgencyFileError as error:
        raise UserError(f"{one_line(str(error))}; hãy sửa tệp danh mục cơ quan") from error
    yield from map(one_line, faults)
    if faults:
        raise UserError(
            f"{path.name}: {len(faults)} chỗ phải sửa, nêu ở trên; sửa rồi kiểm tra lại"
        )
    bodies = [one for one in load(path).agencies if one.kind != "group"]
    yield f"{path.name}: dùng được, {len(bodies)} cơ quan"
    for kind in agency_kinds().values():
        number = sum(kind_of_agency(one.kind) == kind.id for one in bodies)
        if number:
            yield f"  {kind.name}: {number}"
    yield "Dùng với: doichieu run HopThu --plan KeHoach.docx --agencies " + path.name


def example_text() -> str:
    """A short file of an invented province, each field explained."""
    return (DEFAULT.parent / _EXAMPLE).read_text(encoding="utf-8")


def _told(agency: Agency, registry: Registry) -> Iterator[str]:
    yield one_line(agency.name)
    if agency.abbreviations:
        yield "viết tắt " + ", ".join(map(one_line, agency.abbreviations))
    if agency.signs and agency.signs != ("UBND",):
        yield "ký hiệu " + ", ".join(map(one_line, agency.signs))
    if agency.valid_from:
        yield f"từ {agency.valid_from:%d/%m/%Y}"
    if agency.valid_to:
        unsure = " (chưa chắc)" if agency.end_unsure else ""
        yield f"đến {agency.valid_to:%d/%m/%Y}{unsure}"
    if agency.successors:
        names = ", ".join(one_line(registry.name(heir)) for heir in agency.successors)
        yield f"kế thừa: {names}"

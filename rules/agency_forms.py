"""Every way an agency may be written, and where that way may be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from rules.agency_words import keys
from rules.model.agency import Agency
from rules.vietnamese.text import key


class Trust(IntEnum):
    """Where a form names its agency."""

    TEXT = 0  # anywhere in running text
    CAPITALS = 1  # in running text only where written in capitals: SNV, VPUBND
    FOLDER = 2  # only where an agency is expected: "Nội vụ", "TNMT", "Mộc Châu"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an agency's name, as comparable words."""

    words: tuple[str, ...]
    trust: Trust
    agency_id: str
    spelling: str = ""  # of communes: the place with its tones, where folding makes two alike


_MARKERS = {"huyen": "h", "tp": "tp", "tx": "tx", "xa": "x", "phuong": "p"}


def forms(agency: Agency, province: tuple[str, ...]) -> Iterator[Form]:
    """The forms of one agency; ``province`` is the province's name as comparable words."""
    if agency.kind == "ubnd_huyen":
        pairs = _of_district(agency, province)
    elif agency.kind == "ubnd_xa":
        pairs = _of_commune(agency)
    else:
        pairs = _of_body(agency, province)
    spelling = _spelling(agency) if agency.kind == "ubnd_xa" else ""
    seen: set[tuple[str, ...]] = set()
    for words, trust in sorted(pairs, key=lambda pair: pair[1]):
        if words and words not in seen:
            seen.add(words)
            yield Form(words, trust, agency.id, spelling)


def _of_body(agency: Agency, province: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Trust]]:
    for name in (agency.name, *agency.other_names):
        words = keys(name)
        yield words, Trust.TEXT
        if agency.kind == "group":
            continue
        if words[0] == "so" and len(words) > 1:
            yield words[1:], Trust.FOLDER
        yield from _of_province(agency, words, province)
    for abbreviation in agency.abbreviations:
        yield from _of_abbreviation(agency, abbreviation, province)
    if agency.kind in ("so", "vertical", "court", "press"):
        for sign in agency.signs:
            # Two letters stand for too much: "CT" is also a chairman and a directive.
            if len(sign) > 2:
                yield ("".join(keys(sign)),), Trust.FOLDER


def _of_province(
    agency: Agency, words: tuple[str, ...], province: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Trust]]:
    """ "Công an tỉnh" is also "Công an Sơn La", and in a folder name "Công an"."""
    if words[-1] != "tinh" or agency.kind in ("ubnd_tinh", "hdnd"):
        return
    yield (*words[:-1], *province), Trust.TEXT
    yield words[:-1], Trust.FOLDER


def _of_abbreviation(
    agency: Agency, abbreviation: str, province: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Trust]]:
    words = keys(abbreviation)
    joined = ("".join(words),)
    if agency.name.startswith("Sở ") and not joined[0].startswith("s"):
        for field in (words, joined):
            yield ("so", *field), Trust.TEXT
            yield field, Trust.FOLDER
    elif " " in abbreviation:
        yield words, Trust.TEXT
        yield from _of_province(agency, words, province)
    else:
        yield words, Trust.CAPITALS
        yield joined, Trust.CAPITALS


def _of_district(
    agency: Agency, province: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Trust]]:
    for name in (agency.name, *agency.other_names):
        _, marker, *place = keys(name)
        for written in dict.fromkeys((marker, _MARKERS.get(marker, marker))):
            yield ("ubnd", written, *place), Trust.TEXT
            yield (written, *place), Trust.FOLDER
        # The capital has the province's name: "UBND Sơn La" could be either.
        if tuple(place) != province:
            yield ("ubnd", *place), Trust.TEXT
            yield tuple(place), Trust.FOLDER


def _of_commune(agency: Agency) -> Iterator[tuple[tuple[str, ...], Trust]]:
    yield keys(agency.name), Trust.TEXT
    for name in agency.other_names or (agency.name,):
        place = keys(name)[1:]
        marker_length = 2 if place[:2] == ("thi", "tran") else 1
        marker, bare = place[:marker_length], place[marker_length:]
        short = ("tt",) if marker_length == 2 else (_MARKERS.get(marker[0], marker[0]),)
        for written in dict.fromkeys((marker, short)):
            yield ("ubnd", *written, *bare), Trust.TEXT
            yield (*written, *bare), Trust.FOLDER
        yield ("ubnd", *bare), Trust.FOLDER
        yield bare, Trust.FOLDER


def _spelling(agency: Agency) -> str:
    """The place's own words with their tones: Chiềng Hắc and Chiềng Hặc fold to the same."""
    words = key((agency.other_names or (agency.name,))[0]).split()
    return " ".join(words[3:] if words[1] == "thị" else words[2:])

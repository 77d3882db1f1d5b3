"""Whom the words of a plan's cell name: one body, a group, or several in one entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from rules.agency_names import NameTable
from rules.agency_words import begins_name, keys, slug, well_formed
from rules.model.agency import Agency, Party

_SEPARATORS = re.compile(r"\s*[;,/\n]\s*|\s+[-–+]\s+|\s+(?:và|cùng|với)\s+", re.IGNORECASE)
# "có liên quan" leaves open who is meant, so even "các sở, ban, ngành có liên quan" binds nobody.
_OPEN_ENDS = (("co", "lien", "quan"), ("lien", "quan"))
_BRACKETS = re.compile(r"\s*\([^()]*\)")  # "(chủ trì)", "(cơ quan thường trực)"
# "Các sở: Nội vụ, Tài chính" names those two; "UBND các huyện Mộc Châu, Vân Hồ" likewise.
_LISTED = re.compile(r"^\s*(?:UBND\s+)?các\s+(?:sở|huyện|xã)(?:,\s*[\w ]+)?\s*:\s*", re.IGNORECASE)
_SEVERAL = re.compile(r"UBND các (huyện|xã|phường) (?=[A-ZĐÀ-Ỹ])")
_MOST_PIECES = 16  # between commas, of one name
_GROUND = (("tren", "dia", "ban", "tinh"), ("trong", "tinh"), ("tren", "dia", "ban"))


@dataclass(frozen=True, slots=True)
class Names:
    """What expanding needs of a registry."""

    table: NameTable
    by_id: Mapping[str, Agency]
    members: Callable[[str, date], tuple[str, ...]]


@dataclass(slots=True)
class _Found:
    members: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def party(self) -> Party:
        return Party(
            tuple(dict.fromkeys(self.members)),
            tuple(dict.fromkeys(self.groups)),
            tuple(dict.fromkeys(self.strangers)),
            "; ".join(self.unknown),
        )


def expand(text: str, names: Names, on: date | None) -> Party:
    """The bodies and groups that the words of one cell entry name.

    A comma stands inside names ("các sở, ban, ngành") as well as between them, so the longest run
    of pieces that is a name is taken each time.
    """
    found = _Found()
    lines = (" ".join(line.split()) for line in text.split("\n"))
    text = "\n".join(filter(None, lines))
    text = _LISTED.sub("", _BRACKETS.sub("", text))
    text = _SEVERAL.sub(r"UBND \1 ", text)
    cuts = [(0, 0), *(m.span() for m in _SEPARATORS.finditer(text)), (len(text), len(text))]
    pieces = [(a[1], b[0]) for a, b in pairwise(cuts) if text[a[1] : b[0]].strip()]
    place = 0
    while place < len(pieces):
        for last in range(min(len(pieces), place + _MOST_PIECES), place, -1):
            if _take(text[pieces[place][0] : pieces[last - 1][1]], names, on, found):
                place = last
                break
        else:
            place = _take_unknown(text, pieces, place, names, on, found)
    return found.party()


def _take(words: str, names: Names, on: date | None, found: _Found) -> bool:
    """Adds what the words name as a whole; False where they name nothing known."""
    group = _group(words, names)
    if group:
        found.groups.append(group)
        owes = names.by_id[group].owes
        if owes == "one":
            found.members.append(group)
        elif owes == "each" and on is not None:
            found.members.extend(names.members(group, on))
        elif owes == "each":
            found.members.extend(a.id for a in names.by_id.values() if group in a.groups)
        return True
    agency_id = names.table.expected(words, on)
    if agency_id:
        found.members.append(agency_id)
    return bool(agency_id)


def _group(words: str, names: Names) -> str:
    """The group that the words name; one of those "có liên quan" binds nobody."""
    plain = keys(words)
    for ground in _GROUND:
        if plain[-len(ground) :] == ground:
            plain = plain[: -len(ground)]
    for end in _OPEN_ENDS:
        if plain[-len(end) :] == end:
            named = names.table.group(plain[: -len(end)])
            return "co-quan-lien-quan" if named else ""
    return names.table.group(plain)


def _take_unknown(
    text: str,
    pieces: list[tuple[int, int]],
    place: int,
    names: Names,
    on: date | None,
    found: _Found,
) -> int:
    """Adds a name that is in no list, or words that are no name; returns the next piece."""
    last = place + 1
    # "Báo và Phát thanh, Truyền hình Đồng Nai": pieces that begin no name belong to the one before.
    while last < len(pieces):
        following = text[pieces[last][0] : pieces[last][1]]
        if begins_name(following) or _take(following, names, on, _Found()):
            break
        last += 1
    whole = text[pieces[place][0] : pieces[last - 1][1]].strip(" -–.")
    if well_formed(whole):
        found.members.append(slug(whole))
        found.strangers.append(slug(whole))
    elif not _take_mentions(whole, names, on, found):
        found.unknown.append(whole)
    return last


def _take_mentions(text: str, names: Names, on: date | None, found: _Found) -> bool:
    """Adds the bodies named among other words: "ngành UBND cấp huyện", where a sign is missing."""
    mentions = names.table.mentions(text, on)
    for mention in mentions:
        _take(text[mention.start : mention.end], names, on, found)
    return bool(mentions)

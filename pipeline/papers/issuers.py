"""Which agency sent a paper and which one issued it, by folder and agency line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header_words import flat
from rules.vietnamese.provinces import table
from rules.vietnamese.text import fold

_ARCHIVE = re.compile(r"\.(?:zip|7z|rar|eml|msg)$", re.IGNORECASE)
# Where a parent's name says its place: "UBND TỈNH SƠN LA" -> "TỈNH SƠN LA".
_PLACE = re.compile(
    r"(?<!\w)(?:tỉnh|huyện|thành phố|TP\.?|thị xã|xã(?!\s+hội)|phường|thị trấn)\s+\S.*$",
    re.IGNORECASE,
)
# Organs that speak for the body above them in the agency block.
_ORGAN = re.compile(
    r"^(?:ban thuong truc|ban thuong vu|ban chap hanh|thuong truc|dang doan|ban can su)\b"
)


def sender_of(path: str, registry: Registry, on: date | None) -> str:
    """The agency of the nearest folder, from the file upwards, whose name is an agency's.

    An archive's name counts as a folder's: ``So Y te.zip/bao-cao.pdf``.
    """
    for folder in reversed(PurePosixPath(path).parts[:-1]):
        found = registry.from_folder(_ARCHIVE.sub("", folder), on)
        if found:
            return found
    return ""


def issuer_of(header: Header, registry: Registry, types: DocumentTypes) -> str:
    """The agency that the head names; by the number's sign only where it names none.

    A name that a picture does not show surely has its place, and no words: nobody is told by the
    sign then, for every province has its own SNV.
    "VĂN PHÒNG UBND TỈNH" of a paper made out in Bình Thuận is none of ours.
    """
    if header.issuer:
        found = _by_name(header, registry)
    elif header.number and "issuer" not in header.anchors:
        found = _by_sign(header.symbol, registry, types)
    else:
        found = ""
    return "" if _is_elsewhere(header.place, found, registry) else found


def _is_elsewhere(place: str, agency_id: str, registry: Registry) -> bool:
    """Whether the place of issue is another province, for a body that sits in this one."""
    if not agency_id or registry.get(agency_id).kind == "central":
        return False
    others = {fold(name) for name in (*table()["names"], *table()["other_names"])}
    return fold(place) in others - {fold(registry.province)}


def _by_name(header: Header, registry: Registry) -> str:
    on = header.issued_on
    issuer, parent = header.issuer, header.parent
    if not parent:
        return registry.identify(issuer, on)
    above = registry.identify(parent, on)
    place = _PLACE.search(parent)
    tries = [f"{issuer} {parent[place.start() :]}"] if place else []
    tries.append(f"{issuer} {parent}")
    if above or not place:
        tries.append(issuer)  # otherwise the parent is another province's body, and so is this
    if not above:
        tries.append(f"{parent} {issuer}")  # one name, broken where its rest looks like another's
    for words in tries:
        found = registry.identify(words, on)
        if found:
            return found
    return above if _ORGAN.match(flat(issuer)) else ""


def _by_sign(symbol: str, registry: Registry, types: DocumentTypes) -> str:
    parts = [part for part in re.split(r"[-/]", symbol) if part and not part.isdigit()]
    if types.of_symbol(symbol):
        parts = parts[1:]
    signed = registry.by_sign(parts[0]) if parts else ()
    return signed[0] if len(signed) == 1 else ""

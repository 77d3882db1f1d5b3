"""Office packages (OOXML, ODF): a ZIP of parts, read within bounds and without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from extractors.document import ExtractError, Reason

PART_LIMIT = 256 * 1024 * 1024
TOTAL_LIMIT = 768 * 1024 * 1024
ENTRY_LIMIT = 20_000
_CHUNK = 1 << 20

# Encodings in which b"<!DOCTYPE" is visible, or made visible, to the search below. A part in
# UTF-7 or UCS-4 could hide one, and no office program writes those.
_ENCODINGS = {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1"}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
              RuntimeError, ValueError)  # fmt: skip


class Package:
    """The parts of one package."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise ExtractError(Reason.DAMAGED, f"zip: {error}") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT:
            raise ExtractError(Reason.ARCHIVE_LIMIT, f"{len(entries)} parts")
        _refuse_doubles(entries)
        self._names = {entry.filename.lstrip("/"): entry for entry in entries}
        self._left = TOTAL_LIMIT

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def names(self) -> Iterator[str]:
        """Part names in the order of the package."""
        return iter(self._names)

    def encrypted(self) -> bool:
        """Whether any part is encrypted by the ZIP itself."""
        return any(entry.flag_bits & 1 for entry in self._names.values())

    def read(self, name: str) -> bytes:
        """The bytes of a part; what a header says about the size is not believed."""
        if name not in self._names:
            raise ExtractError(Reason.DAMAGED, f"part {name} is missing")
        parts = []
        limit = min(PART_LIMIT, self._left)
        try:
            with self._zip.open(self._names[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    limit -= len(chunk)
                    if limit < 0:
                        raise ExtractError(Reason.ARCHIVE_LIMIT, f"part {name} is too large")
                    parts.append(chunk)
        except ZIP_ERRORS as error:
            raise ExtractError(Reason.DAMAGED, f"part {name}: {error}") from error
        data = b"".join(parts)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """A part as XML."""
        return parse_xml(self.read(name), name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relation id -> (last word of its type, part name) of a part; outer links left out."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", base + ".rels")
        if path not in self:
            return {}
        found = {}
        for node in self.xml(path).iter(_RELATION):
            if node.get("TargetMode") == "External":
                continue
            target = node.get("Target", "")
            joined = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            kind = node.get("Type", "").rsplit("/", 1)[-1]
            found[node.get("Id", "")] = (kind, posixpath.normpath(joined).lstrip("/"))
        return found

    def main_part(self) -> tuple[str, str]:
        """(content type, part name) of the main document by the package's own declaration."""
        if "[Content_Types].xml" not in self:
            return "", ""
        types = self.xml("[Content_Types].xml")
        overrides = {
            node.get("PartName", "").lstrip("/"): node.get("ContentType", "")
            for node in types.iter(_CONTENT_TYPE + "Override")
        }
        for kind, part in self.relations("").values():
            if kind == "officeDocument":
                return overrides.get(part, ""), part
        return next(((t, p) for p, t in overrides.items() if t.endswith("main+xml")), ("", ""))


def _refuse_doubles(entries: list[zipfile.ZipInfo]) -> None:
    """Two parts of one name and different content: each program shows another paper."""
    sums: dict[str, int] = {}
    for entry in entries:
        if sums.setdefault(entry.filename.lstrip("/"), entry.CRC) != entry.CRC:
            raise ExtractError(Reason.DAMAGED, "hai phần khác nhau cùng một tên")


def parse_xml(data: bytes, name: str = "") -> etree._Element:
    """The root of an XML part; a part with a DTD is refused before it is parsed."""
    if has_doctype(data):
        raise ExtractError(Reason.DAMAGED, f"part {name} declares a DTD")
    # Nothing is looked for by xml:id, so that no table of them is made.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=False, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if isinstance(error, etree.XMLSyntaxError) and not error.lineno:
            raise MemoryError from error  # libxml2 tells no place where it had no more memory
        raise ExtractError(Reason.DAMAGED, f"part {name}: {error}") from error
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    if encoding not in _ENCODINGS and not encoding.startswith("windows-125"):
        raise ExtractError(Reason.DAMAGED, f"part {name} is in encoding {encoding}")
    return root


def has_doctype(data: bytes) -> bool:
    """Whether the bytes of an XML part hold a document type declaration."""
    if b"<!DOCTYPE" in data:
        return True
    if b"\0" not in data[:64]:
        return False
    return any("<!DOCTYPE".encode(name) in data for name in ("utf-16-le", "utf-16-be"))

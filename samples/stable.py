"""Office files and archives with fixed dates, so that a second run writes the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

DAY = (2024, 12, 10, 8, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def freeze(file: Path) -> None:
    """Rewrite an office file with fixed dates inside and in its directory."""
    with zipfile.ZipFile(file) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    pack(
        file, [(name, _STAMP.sub(rb"\g<1>2024-12-10T08:00:00Z\2", data)) for name, data in members]
    )


def pack(file: Path, members: list[tuple[str, bytes]]) -> None:
    """Write a ZIP of the members, all dated the same day."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)

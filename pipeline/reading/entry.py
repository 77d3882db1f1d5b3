"""One thing found in the inbox, and what its name tells."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from extractors.archives.container import label
from extractors.document import Reason

# Office lock files, thumbnails and what other systems leave beside the papers.
_TEMPORARY_NAMES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin",
                    "system volume information", "@eadir"}  # fmt: skip
_TEMPORARY_STARTS = ("~$", ".", "~wrl")
_TEMPORARY_ENDS = (".tmp", ".lnk")  # of files: a folder may be called as its owner likes
_UNFINISHED_ENDS = (".crdownload", ".part", ".partial")  # what a broken download leaves


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came over the network: what stands for its path where it is read."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """The content."""
        return self.data


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found in the inbox.

    ``path`` is what people are shown: relative to the inbox, in NFC, with the member's name
    after the archive's (``STP/minh-chung.zip/bao-cao.pdf``). ``source`` opens the file, and
    ``member`` leads into it. A ``reason`` says why the entry will not be read.
    """

    path: str
    source: Path
    member: tuple[str, ...] = ()
    size: int = 0
    mtime: float = 0.0
    reason: Reason | None = None
    sha256: str = ""
    detail: str = ""
    gone: bool = False  # known from an earlier run, no longer there


def shown_name(name: str) -> str:
    """A file's name as text: undecodable bytes become �, control and direction marks go."""
    text = os.fsencode(name).decode("utf-8", "replace") if os.name == "posix" else name
    return label(text.replace("/", "∕").replace("\\", "∕"))


def is_temporary(name: str, folder: bool = False) -> bool:
    """Whether a name is a lock file, a thumbnail store or a hidden file.

    >>> is_temporary("~$bao-cao.docx"), is_temporary("Thumbs.db"), is_temporary("BC 05.pdf")
    (True, True, False)
    """
    lower = name.lower()
    return (
        lower in _TEMPORARY_NAMES
        or lower.startswith(_TEMPORARY_STARTS)
        or (not folder and lower.endswith(_TEMPORARY_ENDS))
    )


def is_unfinished(name: str) -> bool:
    """Whether a name says that the file did not arrive whole: it was sent, and must be waited for.

    >>> is_unfinished("BC 05.pdf.crdownload"), is_unfinished("BC 05.part1.rar")
    (True, False)
    """
    return name.lower().endswith(_UNFINISHED_ENDS)

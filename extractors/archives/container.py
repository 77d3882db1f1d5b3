"""What every container (archive, mail) is to its readers: members within bounds.

A member's name is a label to show, never a path to write to.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Container as Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from extractors.document import ExtractError, Reason

DEPTH_LIMIT = 3
ENTRY_LIMIT = 5_000
SIZE_LIMIT = 512 * 1024 * 1024  # bytes of one file
MEMBER_LIMIT = 256 * 1024 * 1024
TOTAL_LIMIT = 2 * 1024 * 1024 * 1024
RATIO_LIMIT = 200  # office files and scans shrink 50 times at most; bombs 1000 times
RATIO_FLOOR = 32 * 1024 * 1024  # a small member may shrink as it likes

Source = bytes | Path  # a container in a file, or one that was a member itself


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container; ``name`` is unique within it."""

    name: str
    size: int
    mtime: float | None = None
    reason: Reason | None = None  # why it cannot be read
    detail: str = ""


class Opened(Protocol):
    """A container that is open for reading."""

    @property
    def members(self) -> tuple[Member, ...]:
        """All its files, those that cannot be read too."""

    @property
    def lost(self) -> ExtractError | None:
        """Why files of it may be missing from ``members``."""

    def read(self, name: str) -> bytes:
        """The bytes of one member."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(slots=True)
class Unpacked:
    """A container unpacked in one go: a solid archive cannot give one member alone.

    Its members stand one after the other in a temporary file without a name, which is gone
    with the process, however that ends.
    """

    members: tuple[Member, ...] = ()
    lost: ExtractError | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    spool: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    def read(self, name: str) -> bytes:
        """The bytes of one member."""
        if name not in self.spans:
            raise ExtractError(Reason.DAMAGED, "không lấy được tệp này ra khỏi tệp nén")
        start, length = self.spans[name]
        self.spool.seek(start)
        return self.spool.read(length)

    def close(self) -> None:
        """Remove what was unpacked."""
        self.spool.close()


@dataclass(slots=True)
class Held:
    """A container whose members are all in memory, such as a mail."""

    members: tuple[Member, ...]
    data: dict[str, bytes]
    lost: ExtractError | None = None

    def read(self, name: str) -> bytes:
        """The bytes of one member."""
        if name not in self.data:
            raise ExtractError(Reason.DAMAGED, "không lấy được tệp đính kèm")
        return self.data[name]

    def close(self) -> None:
        """Nothing is held open."""


def unique(name: str, taken: Collection[str]) -> str:
    """The name, with a number before its ending where it is taken."""
    if name not in taken:
        return name
    path, number = PurePosixPath(name), 2
    before = name[: len(name) - len(path.suffix)]
    while (wanted := f"{before} ({number}){path.suffix}") in taken:
        number += 1
    return wanted


def label(name: str) -> str:
    """A name made safe to show: NFC, no control or direction marks, no climbing, no drive."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    return "/".join(parts) or "khong-ten"


def refused(size: int, packed: int) -> tuple[Reason | None, str]:
    """Why a member of this size is not unpacked, if it is not."""
    if size > MEMBER_LIMIT:
        return Reason.TOO_LARGE, f"{size} bytes"
    if size > RATIO_FLOOR and size > RATIO_LIMIT * packed:
        return Reason.ARCHIVE_LIMIT, "tỉ lệ nén bất thường"
    return None, ""

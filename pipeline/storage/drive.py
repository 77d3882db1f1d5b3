"""Whether a folder lies on a network drive, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs"})
_MOUNTS = Path("/proc/self/mounts")


def is_network(folder: Path) -> bool:
    """Whether the folder is known to lie on another machine; false where that is not known."""
    if sys.platform == "win32":
        return _is_network_windows(folder)
    if not _MOUNTS.exists():
        return False
    return kind_of(folder, _MOUNTS.read_text(encoding="utf-8", errors="replace")) in _NETWORK


def kind_of(folder: Path, mounts: str) -> str:
    """The file system that holds a folder: the longest mount point above it."""
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        _, point, found, *_ = line.split(" ")
        point = point.replace("\\040", " ")  # a blank, as the kernel writes it
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, found
    return kind


def _is_network_windows(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    drive = folder.resolve().drive
    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    kind = ctypes.windll.kernel32.GetDriveTypeW(drive + "\\")
    return drive.startswith("\\\\") or kind == remote

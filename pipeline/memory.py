"""What earlier runs worked out about single papers, so that a re-run works out what changed.

An entry is found by everything that it follows from: the program's own text, the plan, the list
of agencies, the content and the place of the paper. Where any of it changed there is no entry,
and what is no longer asked for goes: nothing here can be out of date.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

from rules.agencies import Registry
from rules.model.plan import Plan

_TOGETHER = 256  # entries in one transaction
_LIBRARIES = ("numpy", "rapidfuzz", "scipy", "spacy")


class Memory:
    """The table ``worked_out`` of a database, for one plan and one list of agencies."""

    def __init__(self, connection: sqlite3.Connection, plan: Plan, registry: Registry) -> None:
        self._connection = connection
        self._basis = _basis(plan, registry)
        # Those that nobody has asked for yet.
        self._left: set[bytes] = {
            key for (key,) in connection.execute("SELECT key FROM worked_out")
        }
        self._waiting: dict[bytes, bytes] = {}

    def key(self, kind: str, facts: object) -> bytes:
        """The name of what follows, in one way, from these facts."""
        told = json.dumps([self._basis, kind, facts])  # escapes keep lone surrogates
        return hashlib.sha256(told.encode("ascii")).digest()

    def find(self, key: bytes) -> object:
        """What was kept under a key, as plain data; None where nothing was."""
        found = self._connection.execute(
            "SELECT body FROM worked_out WHERE key = ?", (key,)
        ).fetchone()
        if found is None:
            return None
        self._left.discard(key)
        return json.loads(zlib.decompress(found[0]))

    def keep(self, key: bytes, plain: object) -> None:
        """Keep plain data under a key."""
        self._left.discard(key)
        self._waiting[key] = zlib.compress(json.dumps(plain).encode("ascii"), 1)
        if len(self._waiting) >= _TOGETHER:
            self._write()

    def finish(self) -> None:
        """Write what waits and forget what this run did not ask for."""
        self._write()
        if self._left:
            gone = ((key,) for key in self._left)
            with self._connection:
                self._connection.executemany("DELETE FROM worked_out WHERE key = ?", gone)

    def _write(self) -> None:
        if not self._waiting:
            return
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO worked_out VALUES (?, ?)", self._waiting.items()
            )
        self._waiting.clear()


def _basis(plan: Plan, registry: Registry) -> str:
    bodies = (registry.agencies, registry.province, registry.provinces, registry.on)
    told = repr((program(), plan, bodies))
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


@cache
def program() -> str:
    """The text of the program and of its word tables, and the libraries that it reckons with."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    top = Path(__file__).resolve().parent.parent
    for package in ("extractors", "rules", "pipeline"):
        for path in sorted((top / package).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.relative_to(top).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()

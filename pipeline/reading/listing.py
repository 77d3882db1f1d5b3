"""What containers hold, asked of a reading process: the supervisor takes none apart itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.document import Reason, Unreadable
from pipeline.reading.contents import NO_CONTAINER, Listing
from pipeline.reading.entry import Entry
from pipeline.reading.reading_process import Limits, ReadingProcess
from pipeline.reading.wire import END

_MOST = 25_000  # members of one file: a process that tells more is not believed


class Lister:
    """Lists containers in a process of its own, which is started when one is met."""

    def __init__(self, limits: Limits) -> None:
        self._process = ReadingProcess(limits)

    def contents(self, entry: Entry) -> Iterable[Entry] | None:
        """The members of a file; None where it is no container.

        Where listing breaks off, what was listed until then stands, and the container itself
        with the reason.
        """
        told: list[object] = []
        answer = self._process.ask(Listing(entry), told.append)
        if NO_CONTAINER in told:
            return None
        members = [
            member
            for some in told
            if isinstance(some, list)
            for one in some
            if (member := _member(entry, one)) is not None
        ]
        if answer == END and len(members) <= _MOST:
            return members
        failed = answer if isinstance(answer, Unreadable) else Unreadable("", Reason.CRASHED)
        return [*members[:_MOST], replace(entry, reason=failed.reason, detail=failed.detail)]

    def close(self) -> None:
        """End the process."""
        self._process.close()


def _member(outer: Entry, told: object) -> Entry | None:
    """An entry of plain values, None where they are of other kinds."""
    match told:
        case (str() as path, tuple() as way, int() as size, float() | int() as mtime,
              str() as reason, str() as sha256, str() as detail):  # fmt: skip
            try:
                why = Reason(reason) if reason else None
            except ValueError:
                return None
            names = tuple(str(name) for name in way)
            return Entry(path, outer.source, names, size, mtime, why, sha256, detail)
    return None

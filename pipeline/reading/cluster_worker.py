"""What runs on another machine: documents of one file, each read in an isolated process.

A worker trusts a document no more than a run does: the process that opens it may die without
costing the worker.
"""

from __future__ import annotations

import atexit
import hashlib
import threading
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import cast

from extractors.document import Document, Reason, Unreadable
from pipeline.reading.entry import Entry, Sent
from pipeline.reading.packing import pack
from pipeline.reading.read import READER_VERSION
from pipeline.reading.reading_process import Limits, ReadingProcess

_place = threading.local()


@dataclass(frozen=True, slots=True)
class Parcel:
    """Documents of one file: the file itself or its address, and the way to each in it."""

    name: str
    members: tuple[tuple[str, ...], ...]
    sha256s: tuple[str, ...]
    data: bytes | None = None
    address: str = ""  # on a store that every worker reaches


@dataclass(frozen=True, slots=True)
class Answer:
    """One document as packed for the store, and the seconds it took."""

    body: bytes
    seconds: float


def version() -> tuple[str, str]:
    """The program and its readers on this machine; both ends must have the same."""
    return metadata.version("doichieu"), READER_VERSION


def read_parcels(parcels: tuple[Parcel, ...], limits: Limits) -> list[list[Answer]]:
    """What the documents of each parcel are, in their order."""
    return [[_read(parcel, at, limits) for at in range(len(parcel.members))] for parcel in parcels]


def _read(parcel: Parcel, at: int, limits: Limits) -> Answer:
    began = time.perf_counter()
    result: Document | Unreadable
    try:
        data = _fetched(parcel.address) if parcel.data is None else parcel.data
    except OSError as error:
        result = Unreadable("", Reason.NO_ACCESS, error.strerror or type(error).__name__)
    else:
        members, sha256 = parcel.members[at], parcel.sha256s[at]
        if not members and hashlib.sha256(data).hexdigest() != sha256:
            result = Unreadable("", Reason.STILL_GROWING, "tệp thay đổi trong lúc đọc")
        else:
            source = cast(Path, Sent(parcel.name, data))
            result = _process(limits).read(Entry("", source, members, len(data), sha256=sha256))
    return Answer(pack(result), time.perf_counter() - began)


def _fetched(address: str) -> bytes:
    import fsspec  # type: ignore[import-untyped]

    with fsspec.open(address, "rb") as stream:
        data = stream.read()
    assert isinstance(data, bytes)
    return data


def _process(limits: Limits) -> ReadingProcess:
    """The reading process of this thread."""
    found: ReadingProcess | None = getattr(_place, "process", None)
    if found is None:
        found = _place.process = ReadingProcess(limits)
        atexit.register(found.close)
    return found

"""What a reading process answers, taken apart without trusting it.

A parser may have been talked into anything: only documents, plain values and nothing that could
run are taken, and no more of it than a document can be.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

from pipeline.reading.reading_child import LENGTH

ANSWER_LIMIT = 64 * 1024 * 1024  # a document of two hundred thousand cells has about twenty

_NOUNS = ("Anchor", "Block", "Cell", "Document", "Kind", "Reason", "Signature", "Table",
          "Unreadable")  # fmt: skip
_TAKEN = {("extractors.document", name) for name in _NOUNS}
_TAKEN |= {("datetime", name) for name in ("datetime", "timezone", "timedelta")}


class _Unpickler(pickle.Unpickler):
    """Takes documents only: what a parser was talked into must not run here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _TAKEN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


class FloodError(Exception):
    """An answer too long to be a document's: the rest of it is not waited for."""


def received(stream: BinaryIO) -> object:
    """The next answer; None where none comes, or none that can be taken. FloodError: too long."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > ANSWER_LIMIT:
        raise FloodError(f"{length} byte")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception:  # whatever a forged answer raises, it is no answer
        return None

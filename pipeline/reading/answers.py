"""What a reading process answers, taken apart without trusting it.

A parser may have been talked into anything: only documents, plain values and nothing that could
run are taken, and no more of it than a document can be.
"""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO

from pipeline.reading.wire import LENGTH

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


class _Bounded:
    """So many bytes of a stream, taken piece by piece: a whole answer is never held as bytes."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def readline(self) -> bytes:
        data = self._stream.readline(self._left)
        self._left -= len(data)
        return data

    def skip(self) -> None:
        """Pass over what was not asked for, so that the next answer begins where it should."""
        while self._left and self.read(1 << 16):
            pass


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
    answer = _Bounded(stream, length)
    try:
        return _Unpickler(answer).load()
    except Exception:  # whatever a forged answer raises, it is no answer
        return None
    finally:
        answer.skip()

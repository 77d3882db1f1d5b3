"""The process that opens files: told one file at a time, it answers with what it read.

Run by ``pipeline.reading.read`` as ``python -m pipeline.reading.reading_child``; everything that
parses a submitted file runs here and nowhere else, so that a crash costs one document.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from dataclasses import replace

from extractors.document import Document, ExtractError, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.progress import listen
from pipeline.reading.contents import Listing, open_entry, told_members
from pipeline.reading.entry import Entry
from pipeline.reading.process_bounds import bound_this_process, bound_time
from pipeline.reading.wire import END, LENGTH, READY, SO_FAR, send

_LONGEST_DETAIL = 300
_PROCESSOR_TIME = 1800.0  # seconds of one document


def read_entry(entry: Entry) -> Document | Unreadable:
    """Read one entry of the inventory, if it is still what was counted."""
    try:
        data = open_entry(entry)
        if entry.sha256 and hashlib.sha256(data).hexdigest() != entry.sha256:
            return Unreadable("", Reason.STILL_GROWING, "tệp thay đổi trong lúc đọc")
        result = extract_bytes(data, entry.member[-1] if entry.member else entry.source.name)
        if isinstance(result, Unreadable):
            return replace(result, detail=_one_line(result.detail))
        return result
    except ExtractError as error:
        return Unreadable("", error.reason, _one_line(error.detail))
    except OSError as error:
        return Unreadable("", Reason.NO_ACCESS, error.strerror or type(error).__name__)
    except MemoryError:
        return Unreadable("", Reason.MEMORY)
    except Exception as error:  # the one place where a reader's own fault becomes a value
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = "" if where is None else f" ({where.tb_frame.f_code.co_name}:{where.tb_lineno})"
        return Unreadable("", Reason.CRASHED, type(error).__name__ + place)


def _one_line(detail: str) -> str:
    return " ".join(detail.split())[:_LONGEST_DETAIL]


def serve(memory: int) -> None:
    """Answer requests from standard input until it ends."""
    # Parsers print warnings; only the copies made here carry answers and requests.
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    bound_this_process(memory)
    sys.setrecursionlimit(2_000)
    listen(lambda document: send(answers, (SO_FAR, document)))
    send(answers, READY)
    while head := requests.read(LENGTH.size):
        question = pickle.loads(requests.read(*LENGTH.unpack(head)))
        bound_time(_PROCESSOR_TIME)
        if isinstance(question, Listing):
            for some in told_members(question.entry):
                send(answers, (SO_FAR, some))
            send(answers, END)
        else:
            send(answers, read_entry(question))


if __name__ == "__main__":
    serve(int(sys.argv[1]))

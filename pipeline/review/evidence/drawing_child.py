"""The process that draws pages and unpacks members: what parses a received file runs here.

Run as ``python -m pipeline.review.evidence.drawing_child``; asked one thing at a time. A file
that takes it down costs one picture.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from functools import lru_cache

from extractors.document import ExtractError, Reason, Unreadable
from extractors.page_picture import draw_page
from pipeline.reading.process_bounds import bound_this_process
from pipeline.reading.wire import LENGTH, READY, send
from pipeline.review.evidence.drawing_question import BYTES, CHECK, Question
from pipeline.review.evidence.received import Received, contents

Answer = tuple[bytes, str, float, float, int, bool]


def answer(question: Question | None) -> Answer | Unreadable:
    """The picture or the bytes asked for; why not, as a value. No question only wakes it."""
    if question is None:
        return Unreadable("", Reason.NO_TEXT)
    try:
        facts = question.place.source.lstat()
        data = _held(question.place, question.sha256, facts.st_size, facts.st_mtime_ns)
        if question.page == BYTES:
            return (data, "", 0.0, 0.0, 0, False)
        if question.page == CHECK:
            return (b"", "", 0.0, 0.0, 0, False)
        drawn = draw_page(data, question.page, question.wide, question.written)
        return (drawn.data, drawn.kind, drawn.width, drawn.height, drawn.pages, drawn.fits)
    except ExtractError as error:
        return Unreadable("", error.reason, error.detail)
    except OSError as error:
        return Unreadable("", Reason.NO_ACCESS, error.strerror or type(error).__name__)
    except MemoryError:
        return Unreadable("", Reason.MEMORY)
    except Exception as error:  # a drawer's own fault is a picture lost, no more
        return Unreadable("", Reason.CRASHED, type(error).__name__)


@lru_cache(maxsize=1)
def _held(place: Received, sha256: str, size: int, changed: int) -> bytes:
    """The document last asked for, while its file stays as it is: its next page comes next."""
    del size, changed  # part of the key
    data = contents(place)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ExtractError(Reason.STILL_GROWING, "tệp đã thay đổi sau lần đọc")
    return data


def serve(memory: int) -> None:
    """Answer questions from standard input until it ends."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # parsers print warnings
        os.dup2(nothing, number)
    bound_this_process(memory)
    send(answers, READY)
    while head := questions.read(LENGTH.size):
        send(answers, answer(pickle.loads(questions.read(*LENGTH.unpack(head)))))


if __name__ == "__main__":
    serve(int(sys.argv[1]))

"""A changed reader reads anew what it reads, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.document import Document, Reason, Unreadable
from pipeline.reading.readings import Readings
from pipeline.storage.store import Store
from tests import factories as make

BEFORE, NOW = "doc-1+word-2+ocr-2/t-1+pdf-4+word-2", "doc-1+word-2+ocr-3/t-1+pdf-5+word-2"


@pytest.fixture
def readings(tmp_path: Path) -> Iterator[Readings]:
    with Store.open(tmp_path / "doichieu.db") as store:
        yield store.readings


def text(reader: str, **changes: object) -> Document:
    return make.document(reader=reader, **changes)


@pytest.mark.parametrize(
    ("reading", "stands"),
    [
        (text("word-2"), True),
        (text("doc-1+word-2"), True),
        (text("pdf-4"), False),  # its reader is another now
        (text("word-2", pages_ocr=1), False),  # what reads its pictures is
        (text("word-2", skipped=((Reason.NEEDS_TOOL, "ảnh"),)), False),  # there may be a tool now
        (text(""), False),
        (Unreadable("docx", Reason.DAMAGED), False),
    ],
)
def test_what_no_changed_reader_read_stands(
    readings: Readings, reading: Document | Unreadable, stands: bool
) -> None:
    readings["a", BEFORE] = reading
    readings.flush()
    readings.renew(NOW)
    assert (("a", NOW) in readings) is stands
    if stands:
        assert readings["a", NOW] == reading
    assert readings.last_reader("a") == (NOW if stands else BEFORE)


def test_what_was_read_anew_replaces_the_earlier_reading(readings: Readings) -> None:
    readings["a", BEFORE] = text("pdf-4")
    readings["a", NOW] = text("pdf-5")
    readings.flush()
    readings.renew(NOW)
    assert list(readings) == [("a", NOW)]
    assert readings.last_reader("b") is None

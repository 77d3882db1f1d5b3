from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.document import (
    Anchor,
    Block,
    Cell,
    Document,
    Kind,
    Reason,
    Signature,
    Table,
    Unreadable,
)
from pipeline.reading.packing import pack, unpack
from pipeline.storage.codec import coder
from pipeline.storage.kept import Blocks
from rules.model.papers import Header
from rules.model.plan import Plan
from tests import factories as make


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Anchor, Anchor(page=3, box=(1.0, 2.5, 3.0, 4.0), sheet="BC", cell="B7")),
        (Header, make.header(anchors={"number": Anchor(page=1)}, recipients=("Như trên", "Lưu"))),
        (Plan, make.plan(make.task("I.1"), make.task("II.4"), duties=(make.duty(),))),
    ],
)
def test_a_value_comes_back_as_it_was(kind: type, value: object) -> None:
    plain = json.loads(json.dumps(coder(kind).pack(value)))
    assert coder(kind).unpack(plain) == value


def test_defaults_are_left_out() -> None:
    assert coder(Anchor).pack(Anchor(page=3)) == {"page": 3}


def test_a_type_without_a_coder_is_our_own_defect() -> None:
    with pytest.raises(TypeError):
        coder(set)


@pytest.mark.parametrize(
    "reading",
    [
        make.document(
            "Dòng một\nDòng hai\ud800",
            skipped=((Reason.PAGES_SKIPPED, "2 of 4"),),
            signatures=(Signature("Sở Nội vụ", datetime(2024, 2, 20, 8, 30, tzinfo=UTC), 1),),
        ),
        Unreadable("pdf", Reason.ENCRYPTED, "password"),
    ],
    ids=["document", "unreadable"],
)
def test_a_reading_comes_back_as_it_was(reading: Document | Unreadable) -> None:
    assert unpack(pack(reading)) == reading


def test_a_long_document_comes_back_in_its_order() -> None:
    reading = make.document("\n".join(f"Dòng {number}" for number in range(2_500)))
    assert len(reading.blocks) == 2_500
    assert unpack(pack(reading)) == reading


def table(rows: int) -> Block:
    cells = (tuple(Cell(f"{row}.{at}", Anchor(row=row)) for at in (1, 2)) for row in range(rows))
    return Block("", Kind.TABLE, Anchor(page=1), table=Table(tuple(cells), Anchor(page=1)))


def test_a_long_table_comes_back_as_one() -> None:
    (before, after) = make.document("Trước bảng\nSau bảng").blocks
    reading = make.document(blocks=(before, table(2_500), table(2), table(0), after))
    assert unpack(pack(reading)) == reading


def test_what_earlier_versions_packed_is_still_read() -> None:
    reading = make.document("Dòng một\nDòng hai")
    facts = json.dumps(coder(Document).pack(replace(reading, blocks=()))).encode()
    blocks = zlib.compress(json.dumps(coder(Blocks).pack(reading.blocks)).encode())
    assert unpack(b"\x02" + struct.pack(">I", len(facts)) + facts + blocks) == reading

"""Words of old fonts in a document whose fonts say that all is Unicode."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from extractors.legacy.leftover import without_leftovers

# What typists of TCVN3 and of VNI left in cells, and what their fonts showed.
TCVN3 = {
    "viÖc": "việc", "®iÓm": "điểm", "nhiÖm": "nhiệm", "lµm": "làm", "häc": "học", "®Þnh": "định",
}  # fmt: skip
VNI = {
    "Ñôn": "Đơn", "maùy": "máy", "Boä": "Bộ", "hoïc": "học", "vieäc": "việc", "nhieäm": "nhiệm",
}  # fmt: skip


def document(*texts: str) -> Document:
    blocks = tuple(
        Block(text, Kind.PARAGRAPH, Anchor(paragraph=number))
        for number, text in enumerate(texts, start=1)
    )
    return Document(format="doc", blocks=blocks, reader="word-4")


def texts(read: Document) -> list[str]:
    return [block.text for block in read.blocks]


@pytest.mark.parametrize("words", [TCVN3, VNI])
def test_each_word_of_a_proven_encoding_is_converted(words: dict[str, str]) -> None:
    assert texts(without_leftovers(document(*words))) == list(words.values())


def test_cells_of_tables_are_converted_too() -> None:
    place = Anchor(table=1)
    cells = tuple(Cell(text, replace(place, row=1)) for text in ("Sở Y tế", "VNI", *VNI))
    table = Block("", Kind.TABLE, place, table=Table((cells,), place))
    read = without_leftovers(Document("doc", (table,), reader="word-4"))
    assert read.blocks[0].table is not None
    shown = [cell.text for cell in read.blocks[0].table.rows[0]]
    assert shown == ["Sở Y tế", "VNI", *VNI.values()]


def test_the_words_beside_tell_which_of_two_encodings_it_is() -> None:
    # "Noäi" alone could be TCVN3 or VNI; typists of both worked on the document.
    read = without_leftovers(document(*TCVN3, *VNI, "Noäi dung ñaøo taïo", "héi ®ång"))
    assert texts(read)[-2:] == ["Nội dung đào tạo", "hội đồng"]


def test_vietnamese_in_unicode_stays_beside_leftovers() -> None:
    line = "Sở Nội vụ giao viÖc cho phòng Ngoại ngữ, 25°C"
    read = without_leftovers(document(*TCVN3, line, "ông Müller", "Trường Đại học Đà Nẵng"))
    assert texts(read)[-3:] == [
        "Sở Nội vụ giao việc cho phòng Ngoại ngữ, 25°C", "ông Müller", "Trường Đại học Đà Nẵng",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        list(TCVN3)[:4],  # too few to prove anything
        ["Müller", "Citroën", "façade", "Ångström", "Düsseldorf", "Zoë", "25°C", "µm", "40 m²"],
        ["Ñandú", "mañana", "español", "Nuñez", "coração", "não", "Straße", "Köln", "Æsir"],
        ["Sở Tài chính", "Nguyễn Văn Ất", "xã Chiềng Xôm", "Krông Pắk", "môt việc"],
    ],
)
def test_nothing_is_converted_without_proof(words: list[str]) -> None:
    read = document(*words)
    assert without_leftovers(read) is read

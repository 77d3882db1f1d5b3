"""PowerPoint 97-2003 files, written here record by record as [MS-PPT] has them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractors.document import Document, ExtractError, Kind, Reason
from extractors.slides import ppt
from extractors.slides import ppt_records as part
from extractors.slides.ppt_records import Stream, opened
from extractors.slides.ppt_styles import font_name, master_levels, styles

REAL = Path(__file__).parents[3] / "shared/real/legacy/files/2009-Van-ban-phap-quy-2-_10-02-09.ppt"
MASTER = 0x80000001


def atom(kind: int, content: bytes = b"", instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(content)) + content


def holder(kind: int, *inside: bytes, instance: int = 0) -> bytes:
    content = b"".join(inside)
    return struct.pack("<HHI", instance << 4 | 15, kind, len(content)) + content


def u32(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def text(words: str, kind: int = 1, style: bytes = b"") -> bytes:
    """A text of a slide: its header, its characters, its looks."""
    return (
        atom(part.TEXT_HEADER, u32(kind))
        + atom(part.TEXT_CHARS, words.encode("utf-16-le"))
        + (atom(part.TEXT_STYLE, style) if style else b"")
    )


def shape(*inside: bytes) -> bytes:
    return holder(part.SHAPE, holder(part.TEXT_BOX, *inside))


def slide(*shapes: bytes) -> bytes:
    links = bytes(12) + u32(MASTER, 0, 0)
    return holder(part.SLIDE, atom(part.SLIDE_ATOM, links), holder(part.DRAWING, *shapes))


def font(number: int, name: str) -> bytes:
    return atom(part.FONT, name.encode("utf-16-le").ljust(64, b"\0") + bytes(4), number)


# One level: a tab stop, then the font of number 1 (only what the masks announce is there).
IN_FONT_1 = struct.pack("<HIHIIH", 1, 0x100000, 1, 0, 0x10000, 1)
FONTS = holder(part.FONTS, font(0, "Arial"), font(1, "VNI-Times"), font(2, ".VnTime"))


def deck(slides: dict[int, bytes], outline: bytes = b"", current: bytes | None = None) -> Stream:
    """A file of the document (1), its master (2) and slides in the order of the show."""
    listed = b"".join(
        atom(part.SLIDE_PERSIST, u32(number, 0, 0, 256, 0)) + outline for number in slides
    )
    parts = {
        1: holder(
            part.DOCUMENT,
            holder(part.ENVIRONMENT, FONTS),
            holder(part.LIST, atom(part.SLIDE_PERSIST, u32(2, 0, 0, MASTER, 0)), instance=1),
            holder(part.LIST, listed),
        ),
        2: holder(part.MAIN_MASTER, atom(part.MASTER_STYLE, IN_FONT_1, 1)),
    } | slides
    data, places = b"", {}
    for number, content in parts.items():
        places[number] = len(data)
        data += content
    directory = len(data)
    entries = b"".join(u32(1 << 20 | number, place) for number, place in places.items())
    data += atom(0x1772, entries)
    edit = len(data)
    data += atom(0x0FF5, u32(0, 0, 0, directory, 1, 0, 0))
    return opened(data, bytes(16) + u32(edit) if current is None else current)


def read(monkeypatch: pytest.MonkeyPatch, stream: Stream) -> Document:
    monkeypatch.setattr(ppt, "_opened", lambda _: stream)
    return ppt.read_ppt(b"")


def test_a_run_without_a_font_has_that_of_its_master(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(monkeypatch, deck({3: slide(shape(text("Vaên baûn höôùng daãn")))}))
    assert [block.text for block in document.blocks] == ["Văn bản hướng dẫn"]
    assert (document.pages, document.pages_read, document.skipped) == (1, 1, ())


def test_a_run_has_its_own_font(monkeypatch: pytest.MonkeyPatch) -> None:
    # One paragraph of 8 characters with its end; 4 in TCVN3 and 4 in Arial.
    style = struct.pack("<IHI", 8, 0, 0) + struct.pack("<IIHIIH", 4, 0x10000, 2, 4, 0x10000, 0)
    document = read(monkeypatch, deck({3: slide(shape(text("v¨n §¨k", style=style)))}))
    assert [block.text for block in document.blocks] == ["văn §¨k"]


def test_kinds_of_text_and_order_of_slides(monkeypatch: pytest.MonkeyPatch) -> None:
    slides = {4: slide(shape(text("Sau", 4))), 3: slide(shape(text("Nhan đề", 0)))}
    document = read(monkeypatch, deck(slides))
    assert [(block.text, block.kind, block.anchor.page) for block in document.blocks] == [
        ("Sau", Kind.PARAGRAPH, 1),
        ("Nhan đề", Kind.HEADING, 2),
    ]


def test_a_text_of_the_outline_stands_in_its_shape_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = slide(shape(atom(part.OUTLINE_REFERENCE, u32(1))), shape(text("Hộp", 4)))
    document = read(monkeypatch, deck({3: shapes}, outline=text("Một", 4) + text("Hai", 4)))
    assert [block.text for block in document.blocks] == ["Hai", "Hộp", "Một"]


def test_a_slide_that_is_lost_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(monkeypatch, deck({3: slide(shape(text("Có", 4))), 4: b""}))
    assert document.skipped == ((Reason.PAGES_SKIPPED, "trang 2"),)
    assert (document.pages, document.pages_read) == (2, 1)


def test_no_text_a_password_and_no_edit_are_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExtractError) as found:
        read(monkeypatch, deck({3: slide()}))
    assert found.value.reason is Reason.NO_TEXT
    with pytest.raises(ExtractError) as found:
        deck({3: slide()}, current=bytes(12) + b"\xdf\xc4\xd1\xf3" + bytes(4))
    assert found.value.reason is Reason.ENCRYPTED
    with pytest.raises(ExtractError) as found:
        opened(slide(), b"")
    assert found.value.reason is Reason.DAMAGED


def test_the_newest_state_of_a_part_counts() -> None:
    old, new = slide(), slide(shape(text("Mới")))
    data = old + new
    first = len(data)
    data += atom(0x1772, u32(2 << 20 | 1, 0, 0))
    first_edit = len(data)
    data += atom(0x0FF5, u32(0, 0, 0, first, 1, 0, 0))
    second = len(data)
    data += atom(0x1772, u32(1 << 20 | 1, len(old)))
    second_edit = len(data)
    data += atom(0x0FF5, u32(0, 0, first_edit, second, 1, 0, 0))
    stream = opened(data, bytes(16) + u32(second_edit))
    assert (stream.parts, stream.document) == ({1: len(old), 2: 0}, 1)


def test_groups_in_groups_without_end_are_refused() -> None:
    inside = b""
    for _ in range(40):
        inside = holder(0xF003, inside)
    stream = Stream(inside, {1: 0}, 1)
    root = stream.part(1)
    assert root is not None
    with pytest.raises(ExtractError):
        list(stream.below(root, part.SHAPE))


def test_properties_in_the_order_of_the_file() -> None:
    # Bullet flags, its character and font, centred; two tab stops; then bold in font 7.
    paragraph = struct.pack("<IHHHH", 0x0891 | 0x100000, 1, 0x2022, 2, 1) + struct.pack(
        "<HII", 2, 9, 9
    )
    character = struct.pack("<IHH", 0x10001, 1, 7)
    (level,) = master_levels(struct.pack("<H", 1) + paragraph + character, 1)
    assert (level.bullet, level.bullet_char, level.bullet_font) == (True, 0x2022, 2)
    assert (level.centred, level.bold, level.font) == (True, True, 7)
    paragraphs, runs = styles(
        struct.pack("<IH", 3, 1) + paragraph + struct.pack("<I", 3) + character, 2
    )
    assert [(one.length, one.level, one.look.bullet_char) for one in paragraphs] == [(3, 1, 0x2022)]
    assert [(one.length, one.look.font) for one in runs] == [(3, 7)]


def test_styles_cut_short_read_as_far_as_they_go() -> None:
    assert styles(b"", 5) == ([], [])
    assert master_levels(b"\x05", 1) == []
    assert font_name("Arial".encode("utf-16-le")) == "Arial"


def test_a_file_that_is_no_ole_file_is_damaged() -> None:
    pytest.importorskip("olefile")
    with pytest.raises(ExtractError) as found:
        ppt.read_ppt(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert found.value.reason is Reason.DAMAGED


@pytest.mark.skipif(not REAL.exists(), reason="needs the real legacy files")
def test_a_real_presentation_in_vni() -> None:
    document = ppt.read_ppt(REAL.read_bytes())
    assert document.pages == 58
    first = [block for block in document.blocks if block.anchor.page == 1]
    assert first[1].text == "LUẬT PCCC (2001)"
    assert (first[1].kind, first[1].label) == (Kind.LIST_ITEM, "•")

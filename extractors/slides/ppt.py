"""PowerPoint 97-2003 files (.ppt) by their records: the texts of each slide in its fonts.

No program converts them here: the fonts of TCVN3 and VNI must be known for every run, and a
run without a font has that of its master. Masters, notes and drawings are left out.
"""

from __future__ import annotations

import importlib.util
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.characters import nfc
from extractors.document import Anchor, Block, Document, ExtractError, Kind, Reason
from extractors.legacy.fonts import Encoding, Run, encoding_of, join_runs
from extractors.legacy.symbols import symbol
from extractors.slides import ppt_records as part
from extractors.slides.ppt_records import Record, Stream
from extractors.slides.ppt_styles import Look, Stretch, font_name, master_levels, styles

VERSION = "ppt-2"
BLOCK_LIMIT = 50_000
_STREAM, _USER = "PowerPoint Document", "Current User"
# What olefile raises on damaged files, beside its own OSError.
_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, OverflowError)

_TITLES = {0, 6}  # kinds of text: title, centred title
_OTHER = 4  # a text box
_INHERITS = {5: 1, 6: 0, 7: 1, 8: 1}  # centred, half and quarter texts have the looks of these
_RUNNING = {0x07, 0x08, 0x09, 0x0A}  # placeholders of date, number, footer, header
_SLIDES, _MASTERS = 0, 1  # instances of the list of slides
_SYMBOLS = ("wingding", "symbol", "webding")


def read_ppt(data: bytes) -> Document:
    """A .ppt, .pps or .pot: slides in the order of the show, hidden ones too."""
    stream = _opened(data)
    root = stream.part(stream.document)
    if root is None or root.kind != part.DOCUMENT:
        raise ExtractError(Reason.DAMAGED, "no document in the presentation")
    deck = _Deck(stream, _fonts(stream, root), _looks_of_document(stream, root))
    deck.read_masters(root)
    blocks: list[Block] = []
    lost = []
    pages = 0
    for pages, (entry, texts) in enumerate(_listed(stream, root, _SLIDES), start=1):
        slide = stream.part(stream.integer(entry))
        if slide is None or slide.kind != part.SLIDE:
            lost.append(pages)
        blocks += deck.slide(pages, slide, texts)
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no text on any slide")
    skipped = [(Reason.PAGES_SKIPPED, "trang " + ", ".join(map(str, lost)))] if lost else []
    if len(blocks) > BLOCK_LIMIT:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {BLOCK_LIMIT} đoạn đầu"))
    return Document(
        "ppt",
        tuple(blocks[:BLOCK_LIMIT]),
        pages=pages,
        pages_read=pages - len(lost),
        skipped=tuple(skipped),
        reader=VERSION,
    )


def _opened(data: bytes) -> Stream:
    if importlib.util.find_spec("olefile") is None:
        raise ExtractError(Reason.NEEDS_TOOL, "PowerPoint 97-2003: cần cài olefile")
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            content = {}
            for name in (_STREAM, _USER):
                if not ole.exists(name):
                    continue
                # olefile would go round in a stream as long as that says.
                if ole.get_size(name) > len(data):
                    raise ExtractError(Reason.DAMAGED, "ppt: a part is larger than the file")
                content[name] = ole.openstream(name).read()
    except _ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"ppt: {type(error).__name__}") from error
    return part.opened(content.get(_STREAM, b""), content.get(_USER, b""))


@dataclass(slots=True)
class _Text:
    """One text of a slide as stored; ``kind`` is that of its TextHeaderAtom."""

    kind: int
    text: str = ""
    style: bytes = b""
    fields: set[int] = field(default_factory=set)  # places of "*" that stand for a number or day


def _texts(stream: Stream, found: Iterator[Record]) -> list[_Text]:
    """The texts among records: each begins with its header."""
    texts: list[_Text] = []
    for record in found:
        if record.kind == part.TEXT_HEADER:
            texts.append(_Text(stream.integer(record)))
        elif not texts:
            continue
        elif record.kind == part.TEXT_CHARS:
            texts[-1].text = stream.content(record).decode("utf-16-le", "replace")
        elif record.kind == part.TEXT_BYTES:
            texts[-1].text = stream.content(record).decode("latin-1")
        elif record.kind == part.TEXT_STYLE:
            texts[-1].style = stream.content(record)
        elif record.kind in part.META:
            texts[-1].fields.add(stream.integer(record))
    return texts


def _listed(stream: Stream, root: Record, instance: int) -> Iterator[tuple[Record, list[_Text]]]:
    """The entries of a list of slides, each with the outline's texts that follow it."""
    for one in stream.children(root):
        if one.kind != part.LIST or one.instance != instance:
            continue
        entry: Record | None = None
        following: list[Record] = []
        for record in stream.children(one):
            if record.kind != part.SLIDE_PERSIST:
                following.append(record)
                continue
            if entry is not None:
                yield entry, _texts(stream, iter(following))
            entry, following = record, []
        if entry is not None:
            yield entry, _texts(stream, iter(following))


def _fonts(stream: Stream, root: Record) -> dict[int, str]:
    """The names of fonts by their numbers."""
    environment = stream.first(root, part.ENVIRONMENT)
    found = stream.below(environment, part.FONT) if environment is not None else iter(())
    return {record.instance: font_name(stream.content(record)) for record in found}


_Looks = dict[int, list[Look]]  # kind of text -> the look of each level


def _looks(stream: Stream, holder: Record) -> _Looks:
    return {
        one.instance: master_levels(stream.content(one), one.instance)
        for one in stream.children(holder)
        if one.kind == part.MASTER_STYLE
    }


def _looks_of_document(stream: Stream, root: Record) -> _Looks:
    environment = stream.first(root, part.ENVIRONMENT)
    return {} if environment is None else _looks(stream, environment)


@dataclass(slots=True)
class _Deck:
    """What the slides of one file share."""

    stream: Stream
    fonts: dict[int, str]
    looks: _Looks  # of every text, under those of a master
    masters: dict[int, _Looks] = field(default_factory=dict)

    def read_masters(self, root: Record) -> None:
        """The looks of every master, by the identifier that slides name."""
        for entry, _ in _listed(self.stream, root, _MASTERS):
            master = self.stream.part(self.stream.integer(entry))
            if master is not None:
                self.masters[self.stream.integer(entry, 12)] = _looks(self.stream, master)

    def slide(self, number: int, slide: Record | None, outline: list[_Text]) -> list[Block]:
        """The paragraphs of a slide: its shapes in order, then outline texts that none shows."""
        master: _Looks = {}
        blocks: list[Block] = []
        shown: set[int] = set()
        if slide is not None and slide.kind == part.SLIDE:
            atom = self.stream.first(slide, part.SLIDE_ATOM)
            if atom is not None:
                master = self.masters.get(self.stream.integer(atom, 12), {})
            drawing = self.stream.first(slide, part.DRAWING)
            for shape in self.stream.below(drawing, part.SHAPE) if drawing is not None else ():
                is_running = self._placeholder(shape) in _RUNNING
                for text in self._of_shape(shape, outline, shown):
                    blocks += self._paragraphs(text, number, len(blocks), master, is_running)
        for index, text in enumerate(outline):
            if index not in shown:
                blocks += self._paragraphs(text, number, len(blocks), master, False)
        return blocks

    def _placeholder(self, shape: Record) -> int:
        data = self.stream.first(shape, part.CLIENT_DATA)
        atom = None if data is None else self.stream.first(data, part.PLACEHOLDER)
        return -1 if atom is None else self.stream.integer(atom, 4, "<B")

    def _of_shape(self, shape: Record, outline: list[_Text], shown: set[int]) -> list[_Text]:
        """The texts in a shape, its own or those of the outline that it refers to."""
        box = self.stream.first(shape, part.TEXT_BOX)
        if box is None:
            return []
        texts = _texts(self.stream, self.stream.children(box))
        reference = self.stream.first(box, part.OUTLINE_REFERENCE)
        if reference is not None:
            index = self.stream.integer(reference)
            if 0 <= index < len(outline) and index not in shown:
                shown.add(index)
                texts.append(outline[index])
        return texts

    def _paragraphs(
        self, text: _Text, page: int, before: int, master: _Looks, is_running: bool
    ) -> list[Block]:
        """The paragraphs of one text that show anything."""
        paragraphs, runs = styles(text.style, len(text.text))
        levels = self._levels(text.kind, master)
        run_at = _by_character(runs, len(text.text))
        look_at = _by_character(paragraphs, len(text.text))
        blocks: list[Block] = []
        start = 0
        for line in text.text.split("\r"):
            above = look_at[start]
            base = levels[min(above.level, len(levels) - 1)] if levels else Look()
            look = above.look.over(base)
            places = [at for at in range(start, start + len(line)) if at not in text.fields]
            words = self._words(text.text, places, run_at, base)
            start += len(line) + 1
            if words:
                is_bold = all(run_at[at].look.over(base).bold for at in places)
                label = "" if is_running else self._label(text.kind, look)
                blocks.append(
                    Block(
                        words,
                        Kind.RUNNING if is_running else _kind(text.kind, label),
                        Anchor(page=page, paragraph=before + len(blocks) + 1),
                        label=label,
                        level=above.level if label else None,
                        bold=is_bold,
                        centred=bool(look.centred),
                    )
                )
        return blocks

    def _levels(self, kind: int, master: _Looks) -> list[Look]:
        """The looks of a kind of text by level: the master's own over what it inherits."""
        inherited = _INHERITS.get(kind, kind)
        found: list[Look] = []
        for looks in (self.looks, master):
            for one in dict.fromkeys(
                (_OTHER, inherited, kind) if looks is self.looks else (inherited, kind)
            ):
                levels = looks.get(one, [])
                size = max(len(found), len(levels))
                found = [_at(levels, level).over(_at(found, level)) for level in range(size)]
        return found

    def _words(self, text: str, places: list[int], run_at: list[Stretch], base: Look) -> str:
        """What the characters at some places show in their fonts."""
        runs: list[Run] = []
        for at in places:
            name = self.fonts.get(_or_none(run_at[at].look.over(base).font), "")
            char = "\n" if text[at] == "\v" else text[at]
            if name.lower().startswith(_SYMBOLS):
                char = symbol(char, name)
            runs.append((char, encoding_of(name)))
        return nfc(join_runs(runs)).strip()

    def _label(self, kind: int, look: Look) -> str:
        """The bullet of a paragraph; a title shows none."""
        if not look.bullet or kind in _TITLES or not look.bullet_char:
            return ""
        name = self.fonts.get(_or_none(look.bullet_font), "")
        if look.bullet_char > 0x7F and encoding_of(name) is not Encoding.UNICODE:
            return "•"  # these fonts draw signs of their own there
        return symbol(chr(look.bullet_char), name).strip()


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def _at(levels: list[Look], level: int) -> Look:
    """The look of a level; deeper levels look as the last."""
    return levels[min(level, len(levels) - 1)] if levels else Look()


def _kind(kind: int, label: str) -> Kind:
    if kind in _TITLES:
        return Kind.HEADING
    return Kind.LIST_ITEM if label else Kind.PARAGRAPH


def _by_character(stretches: list[Stretch], length: int) -> list[Stretch]:
    """The stretch of every character and of the end; characters of none have an empty look."""
    found: list[Stretch] = []
    for stretch in stretches:
        found += [stretch] * min(stretch.length, length + 1 - len(found))
    return found + [Stretch(0, Look())] * (length + 1 - len(found))

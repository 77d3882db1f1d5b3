"""Rich Text files (.rtf), read byte by byte: the font of each run tells how its bytes are meant."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from extractors.document import Block, Document, ExtractError, Kind, Reason
from extractors.legacy.fonts import Encoding, encoding_of
from extractors.office.rich_text_story import Counts, Edge, Look, Story

VERSION = "rtf-2"
BLOCK_LIMIT = 50_000
_DEPTH = 500  # groups in groups; deeper nesting is an attack, not a paper

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_CODEPAGES = {128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
              163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
              222: "cp874", 238: "cp1250"}  # fmt: skip
_SIGNS = {b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
          b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ",
          b"enspace": " ", b"qmspace": " "}  # fmt: skip
_ESCAPED = {b"~": " ", b"_": "-", b"-": "\xad", b"\t": "\t", b"\\": "\\", b"{": "{", b"}": "}"}
# Groups whose text is not the paper's; others that begin with \* are unknown and unseen too.
_UNSEEN = {
    b"colortbl", b"stylesheet", b"info", b"pict", b"fldinst", b"objdata", b"nonshppict",
    b"shprslt", b"sp", b"xe", b"tc", b"annotation", b"atnid", b"atnauthor", b"listtable",
    b"listoverridetable", b"filetbl", b"revtbl", b"private1", b"template", b"bkmkstart",
    b"bkmkend", b"ftnsep", b"ftnsepc", b"aftnsep", b"aftnsepc", b"objclass", b"objname", b"falt",
    b"panose", b"themedata", b"datafield", b"do", b"pntxta", b"pntxtb", b"comment",
}  # fmt: skip
_SEEN_AFTER_STAR = {b"shpinst", b"shptxt", b"footnote"}
_STORIES = {b"shptxt": Kind.TEXT_BOX, b"footnote": Kind.FOOTNOTE, b"dptxbxtext": Kind.TEXT_BOX}
_STORIES |= dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl",
                           b"footerr", b"footerf"), Kind.RUNNING)  # fmt: skip
_PLAIN = Look()
_TOGGLES = {b"b": "bold", b"i": "italic", b"caps": "capitals", b"v": "unseen",
            b"deleted": "unseen"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """What holds between a brace and its fellow."""

    look: Look = _PLAIN
    unseen: bool = False
    fonts: bool = False  # the table of fonts
    label: bool = False  # a list's number as text
    story: Story | None = None  # begun by this group


@dataclass(slots=True)
class _File:
    """One file while it is read."""

    story: Story
    group: Group = field(default_factory=Group)
    stack: list[Group] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)  # headers, footers, notes
    names: dict[int, str] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)  # font -> code page
    codepage: str = "cp1252"
    main_font: int = -1
    font: int = -1  # being named in the table of fonts
    starred: bool = False
    skip: int = 0  # characters that repeat the one before
    bordered: bool = False

    def open(self) -> None:
        if len(self.stack) >= _DEPTH:
            raise ExtractError(Reason.DAMAGED, "lồng quá sâu")
        self.stack.append(self.group)
        self.group = replace(self.group, story=None)
        self.skip = 0

    def close(self) -> None:
        if self.group.story is not None and self.stories:
            blocks = self.story.end()
            self.story = self.stories.pop()
            boxes = self.group.story.kind is Kind.TEXT_BOX
            (self.story.blocks if boxes else self.aside).extend(blocks)
        if self.stack:
            self.group = self.stack.pop()
        self.skip = 0

    def begin(self, kind: Kind) -> None:
        """Begin a story in this group."""
        self.stories.append(self.story)
        self.story = Story(self.story.counts, kind)
        self.group = replace(self.group, story=self.story, unseen=False)

    def encoding(self) -> Encoding:
        look = self.group.look
        encoding = encoding_of(self.names.get(look.font, ""))
        return encoding.in_capitals() if look.capitals else encoding

    def bytes(self, data: bytes) -> None:
        """Text as bytes of the current font."""
        if self.skip:
            self.skip, data = max(0, self.skip - len(data)), data[self.skip :]
        if self.group.fonts and not self.group.unseen:
            name = self.names.get(self.font, "") + data.decode("latin-1")
            self.names[self.font] = name.split(";", 1)[0][:200]
        elif data and not self.group.unseen:
            old = self.encoding() is not Encoding.UNICODE
            page = "cp1252" if old else self.pages.get(self.group.look.font, self.codepage)
            self.text(_decoded(data, page))

    def text(self, text: str) -> None:
        """Text in Unicode."""
        look = self.group.look
        if self.group.unseen or self.group.fonts or look.unseen:
            return
        encoding = self.encoding()
        if look.capitals and encoding is Encoding.UNICODE:
            text = text.upper()
        if self.group.label:
            self.story.label.append((text, encoding))
        else:
            self.story.add((text, encoding), look)


def read_rtf(data: bytes) -> Document:
    """An .rtf."""
    file = _File(Story(Counts()))
    place = 0
    while found := _TOKEN.search(data, place):
        place = found.end()
        word, number, byte, sign, brace, text = found.groups()
        if text:
            file.bytes(text)
        elif byte:
            file.bytes(bytes.fromhex(byte.decode()))
        elif brace:
            file.open() if brace == b"{" else file.close()
        elif sign:
            _sign(file, sign)
        else:
            if word == b"bin":
                place += max(0, int(number or 0))
            _word(file, word, int(number) if number else None)
        if len(file.story.blocks) > BLOCK_LIMIT:
            break
    while file.stories:
        file.group = replace(file.group, story=file.story)
        file.close()
    blocks = file.story.end() + file.aside
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no text")
    cut = len(blocks) > BLOCK_LIMIT
    skipped = ((Reason.TOO_LARGE, f"chỉ đọc {BLOCK_LIMIT} đoạn đầu"),) if cut else ()
    return Document("rtf", tuple(blocks[:BLOCK_LIMIT]), skipped=skipped, reader=VERSION)


def _sign(file: _File, sign: bytes) -> None:
    if sign == b"*":
        file.starred = True
    elif sign in (b"\r", b"\n"):
        _word(file, b"par", None)
    elif file.skip:
        file.skip -= 1
    elif sign in _ESCAPED:
        file.text(_ESCAPED[sign])


def _word(file: _File, word: bytes, number: int | None) -> None:
    """Obey one control word."""
    starred, file.starred = file.starred, False
    if word in _UNSEEN or (starred and word not in _SEEN_AFTER_STAR):
        file.group = replace(file.group, unseen=True)
    elif word in _STORIES:
        file.begin(_STORIES[word])
    elif word == b"shpinst":
        file.group = replace(file.group, unseen=True)
    elif word == b"fonttbl":
        file.group = replace(file.group, fonts=True)
    elif word in (b"listtext", b"pntext"):
        file.group = replace(file.group, label=True)
    elif word == b"ansicpg":
        file.codepage = _known(f"cp{number}", file.codepage)
    elif word == b"deff":
        file.main_font = number or 0
    elif not _set_font(file, word, number) and not file.group.unseen:
        _text_word(file, word, number)


def _set_font(file: _File, word: bytes, number: int | None) -> bool:
    """Words about fonts and looks."""
    look = file.group.look
    if word == b"f" and file.group.fonts:
        file.font = number or 0
        file.names.pop(file.font, None)
    elif word == b"fcharset" and file.group.fonts:
        file.pages[file.font] = _CODEPAGES.get(number or 0, file.codepage)
    elif word == b"f":
        file.group = replace(file.group, look=replace(look, font=number or 0))
    elif word == b"plain":
        plain = Look(font=file.main_font, fallback=look.fallback)
        file.group = replace(file.group, look=plain)
    elif word == b"uc":
        file.group = replace(file.group, look=replace(look, fallback=max(0, number or 0)))
    elif word in _TOGGLES:
        changed = replace(look, **{_TOGGLES[word]: number != 0})
        file.group = replace(file.group, look=changed)
    else:
        return False
    return True


def _text_word(file: _File, word: bytes, number: int | None) -> None:
    """Words about text, paragraphs and tables."""
    story = file.story
    if word == b"u":
        file.text(chr((number or 0) & 0xFFFF))
        file.skip = file.group.look.fallback
    elif word in _SIGNS:
        file.text(_SIGNS[word])
    elif word in (b"par", b"sect", b"nestcell", b"nestrow"):
        story.end_paragraph()
    elif word == b"pard":
        story.in_table, story.centred, story.outline = False, False, None
    elif word == b"intbl":
        story.in_table = True
    elif word == b"qc":
        story.centred = True
    elif word in (b"ql", b"qr", b"qj"):
        story.centred = False
    elif word == b"outlinelevel":
        story.outline = number if number is not None and number < 9 else None
    else:
        _table_word(file, word, number)


def _table_word(file: _File, word: bytes, number: int | None) -> None:
    story = file.story
    if word == b"trowd":
        story.edges = [Edge()]
    elif word == b"cellx" and story.edges and len(story.edges) < 1000:
        story.edges[-1].right = number or 0
        story.edges.append(Edge())
    elif word in (b"clvmrg", b"clmrg") and story.edges:
        name = "below" if word == b"clvmrg" else "beside"
        setattr(story.edges[-1], name, True)
    elif word == b"cell":
        story.end_cell()
    elif word == b"row":
        story.end_row()
    elif word.startswith((b"clbrdr", b"trbrdr")):
        file.bordered = True
    elif word in (b"brdrs", b"brdrth", b"brdrdb") and file.bordered:
        story.ruled, file.bordered = True, False


def _decoded(data: bytes, page: str) -> str:
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _known(page: str, other: str) -> str:
    try:
        codecs.lookup(page)
    except LookupError:
        return other
    return page

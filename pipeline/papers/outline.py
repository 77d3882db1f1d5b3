"""The headings a passage stands under, and the section of the plan that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Block
from rules.vietnamese.sections import RANKS, Label, SectionReader, read_label, read_part

_SECTION_RANK = RANKS["content"]
_COUNTED = ("part", "letter_cap", "roman", "arabic", "content")


@dataclass(frozen=True, slots=True)
class Heading:
    """One open heading: how deep it stands, its number, the section or part it names."""

    rank: int
    label: Label
    text: str
    section: str = ""
    part: str = ""
    form: tuple[object, ...] = ()  # how it is printed: bold, centred, capitals ...


class Outline:
    """The open headings while a paper is read from top to bottom.

    ``numbered`` holds the headings (by text) that name a section by their number alone, found
    beforehand by ``find_numbered``.
    """

    def __init__(
        self, reader: SectionReader, numbered: dict[str, str], year: int | None = None
    ) -> None:
        self._reader = reader
        self._year = year
        self._numbered = numbered
        self._open: list[Heading] = []

    def enter(self, text: str, block: Block) -> Heading:
        """Open a heading; those as deep or deeper are closed."""
        bold_capitals = block.bold and text.isupper()
        form = (block.kind, block.bold, block.italic, block.centred, block.level, text.isupper())
        heading = read_heading(text, self._reader, self._numbered, bold_capitals, self._year)
        rank = min([heading.rank, *self._ranks_of(form)]) if _is_plain(heading) else heading.rank
        heading = replace(heading, rank=rank, form=form)
        while self._open and self._open[-1].rank >= heading.rank:
            self._open.pop()
        self._open.append(heading)
        return heading

    def _ranks_of(self, form: tuple[object, ...]) -> list[int]:
        """The ranks of open section headings printed alike.

        "Các nội dung chung" in the form of "VIII. Quản trị điện tử" ends that section.
        """
        return [one.rank for one in self._open if one.section and one.form == form]

    def pass_item(self, label: Label) -> None:
        """Close a heading that an item of the same numbering follows ("5." after "4. Về ...")."""
        for place, heading in enumerate(self._open):
            same = heading.label.style == label.style and heading.label.number is not None
            if same and label.number == (heading.label.number or 0) + 1 and heading.section:
                del self._open[place:]
                return

    @property
    def section(self) -> str:
        """The section of the innermost heading that names one; a part of the report ends it."""
        for heading in reversed(self._open):
            if heading.section:
                return heading.section
        return ""

    @property
    def part_heading(self) -> str:
        """The innermost heading that opens a part of a report."""
        for heading in reversed(self._open):
            if heading.part:
                return heading.text
        return ""

    @property
    def words(self) -> str:
        """The innermost heading as written."""
        return self._open[-1].text if self._open else ""


def _is_plain(heading: Heading) -> bool:
    return not (heading.label.style or heading.section or heading.part)


def read_heading(
    text: str,
    reader: SectionReader,
    numbered: dict[str, str],
    bold_capitals: bool = False,
    year: int | None = None,
) -> Heading:
    """A heading with the section or the part of a report that it names."""
    label = read_label(text)
    section = reader.read(text) or numbered.get(text, "")
    part = "" if section else read_part(text, year)
    rank = RANKS[label.style]
    if not label.style and section:
        rank = _SECTION_RANK
    elif not label.style and (bold_capitals or part):
        rank = RANKS["roman"] if bold_capitals else RANKS[""]
    return Heading(rank, label, text, section, part)


def find_numbered(headings: Sequence[str], reader: SectionReader) -> dict[str, str]:
    """Headings that name a section by number alone, and that section.

    A number counts only inside a clear sequence: under the same heading, in the same style, at
    least two others name by words the section of their own number, and none names another. Words
    beside it must be near the section's own ("II. Công khai, minh bạch trong việc ra quyết định").
    """
    groups: dict[tuple[int, str], list[tuple[str, int, str]]] = {}
    above: list[tuple[int, int]] = []  # rank and place of the open headings
    for place, text in enumerate(headings):
        label = read_label(text)
        rank = RANKS[label.style]
        while above and above[-1][0] >= rank:
            above.pop()
        parent = above[-1][1] if above else -1
        above.append((rank, place))
        if label.style in _COUNTED and label.number is not None:
            by_words = reader.by_words(label.words)
            groups.setdefault((parent, label.style), []).append((text, label.number, by_words))
    found: dict[str, str] = {}
    for members in groups.values():
        named = [(number, section) for _, number, section in members if section]
        if len(named) < 2 or any(reader.place(section) != number for number, section in named):
            continue
        for text, number, section in members:
            by_number = reader.numbered(number)
            named_so = reader.resembles(read_label(text).words, by_number)
            if by_number and not section and not read_part(text) and named_so:
                found[text] = by_number
    return found

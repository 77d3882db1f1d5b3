"""What a plan's prose says about itself: title, year, province, number, and its measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rules import agencies
from rules.agencies import Registry
from rules.model.plan import Measure
from rules.plan.duties import bodies_of
from rules.plan.outline import TYPE_LINES, Paragraph, Passage
from rules.vietnamese.provinces import provinces
from rules.vietnamese.text import key, tokens

_TITLE_END = re.compile(
    r"\(|căn cứ|thực hiện (?:quyết định|nghị quyết|kế hoạch|chỉ thị|công văn)"
    r"|[ivx]+\. |\d+\. |điều 1",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/])(20\d{2})(?![\d/])")


def find_title(found: Sequence[Paragraph]) -> str:
    """The plan's title: the lines under the word "KẾ HOẠCH", or of the appendix."""
    for at, paragraph in enumerate(found[:40]):
        words = key(paragraph.text).strip(" :.")
        for kind in sorted(TYPE_LINES, key=len, reverse=True):
            if words != kind and not (
                words.startswith(kind + " ") and paragraph.text.startswith(kind.upper())
            ):
                continue
            rest = paragraph.text[len(kind) :].strip()
            lines = [rest] if rest else []
            for following in found[at + 1 : at + 5]:
                if _TITLE_END.match(following.text) or len(" ".join(lines)) > 250:
                    break
                lines.append(following.text)
            if lines:
                return " ".join(lines)
    return ""


def find_year(title: str, issued_year: int | None) -> int | None:
    """The year the plan is for: named in its title, else the year it was issued."""
    named = re.search(r"năm\s+(20\d{2})", title, re.IGNORECASE) or _YEAR.search(title)
    return int(named[1]) if named else issued_year


def find_province(found: Sequence[Paragraph]) -> str:
    """The province whose plan it is: named in the head, or as the one that speaks."""
    for paragraph in found[:25]:
        named = provinces(tokens(paragraph.text))
        if named:
            return named[0]
    return ""


def find_measures(passages: Sequence[Passage]) -> tuple[Measure, ...]:
    """The general measures: each letter or point of the parts on content and organisation."""
    measures: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.point and re.search(
            r"nội dung|giải pháp|nhiệm vụ|tổ chức thực hiện|trách nhiệm",
            passage.part_title,
            re.IGNORECASE,
        ):
            measures.setdefault(passage.id, []).append(passage)
    lettered = {p.id.rsplit(".", 1)[0] for p in passages if p.letter}
    return tuple(
        Measure(id, "\n".join(p.text for p in group), _bodies(group), group[0].anchor)
        for id, group in measures.items()
        if id not in lettered
    )


def _bodies(group: Sequence[Passage]) -> tuple[str, ...]:
    """The bodies the point speaks to; where its head is a theme, those its text names."""
    if re.search(r"tổ chức|trách nhiệm|phân công", group[0].part_title, re.IGNORECASE):
        return bodies_of(group[0])
    names: list[str] = []
    for passage in group:
        for mention in _known_bodies().mentions(passage.text):
            name = passage.text[mention.start : mention.end]
            if name not in names:
                names.append(name)
    whole = [name for name in names if not any(_inside(name, other) for other in names)]
    return tuple(whole)


def _inside(name: str, other: str) -> bool:
    """Whether a name is only a part of another: "cấp xã" of "UBND cấp xã"."""
    return name != other and key(name) in key(other)


@cache
def _known_bodies() -> Registry:
    """The list that comes with us: reading it takes longer than reading a plan."""
    return agencies.load()

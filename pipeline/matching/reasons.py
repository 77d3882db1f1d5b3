"""Why a match, in words a clerk understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.matching.bands import View
from pipeline.matching.parties import Level
from rules.model.plan import Task
from rules.vietnamese.synonyms import concepts, spot
from rules.vietnamese.text import fold

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/]\d+)*%?")
_SHOWN = 3  # common phrases named in a reason
_AGENCY = {
    Level.LEAD: "đúng cơ quan chủ trì",
    Level.GROUP_LEAD: "thuộc nhóm cơ quan chủ trì",
    Level.ISSUER: "đúng cơ quan ban hành",
    Level.COORDINATES: "là cơ quan phối hợp",
    Level.GROUP_COORDINATES: "thuộc nhóm cơ quan phối hợp",
    Level.ABOVE: "do UBND tỉnh ban hành",
    Level.BELOW: "đơn vị cấp dưới của cơ quan chủ trì",
    Level.STRANGER: "không phải cơ quan chủ trì, phối hợp",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a task that a text has too: the characters they stand on and what they weigh."""

    start: int
    end: int
    weight: float


def common_spans(task: str, words: Sequence[str], idf: Mapping[str, float]) -> list[Span]:
    """The runs of words of a task's text that another text has too, heaviest first."""
    said = set(words)
    spans: list[Span] = []
    for word, start, end in _places(task):
        if word not in said:
            continue
        weight = idf.get(word, 0.0)
        last = spans[-1] if spans else None
        if last and not task[last.end : start].strip(" "):
            spans[-1] = Span(last.start, end, last.weight + weight)
        else:
            spans.append(Span(start, end, weight))
    return sorted(spans, key=lambda span: -span.weight)


def reasons(
    view: View,
    task: Task,
    words: Sequence[str],
    said: Iterable[str],
    idf: Mapping[str, float],
    doubted: bool,
) -> tuple[str, ...]:
    """What speaks for and against the match, the strongest first."""
    found = [*view.against]
    if view.hinted:
        found.append(f"ghi rõ nhiệm vụ {task.id}")
    phrases = _phrases(task.text, words, idf)
    if phrases:
        found.append("trùng từ: " + ", ".join(phrases))
    meant = _meanings(task.text, words, said)
    if meant:
        found.append("cùng nghĩa: " + ", ".join(meant))
    if view.shares_paper:
        found.append(f"cùng căn cứ {view.shares_paper}")
    if view.level in _AGENCY:
        found.append(_AGENCY[view.level])
    if view.section_agrees is not None:
        found.append(f"đúng nội dung {task.section}" if view.section_agrees else "khác nội dung")
    if view.type_agrees is not None:
        found.append("đúng loại văn bản" if view.type_agrees else "khác loại văn bản")
    if doubted:
        found.append("câu dẫn, nhận xét chung")
    return tuple(found)


def _phrases(task: str, words: Sequence[str], idf: Mapping[str, float]) -> list[str]:
    heaviest = [span for span in common_spans(task, words, idf) if span.end - span.start > 3]
    shown = dict.fromkeys(task[span.start : span.end].lower() for span in heaviest)
    return list(shown)[:_SHOWN]


def _meanings(task: str, words: Sequence[str], said: Iterable[str]) -> list[str]:
    """Things both speak of in other words: "sổ đỏ" for the certificate."""
    in_task = _concepts(task)
    both = [concepts()[int(name[1:])].name for name in said if name[0] == "#" and name in in_task]
    text = " ".join(words)
    return [name for name in both if fold(name) not in text][:_SHOWN]


@lru_cache(maxsize=8192)
def _places(task: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a task, folded, with the characters they stand on."""
    return tuple((fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(task))


@lru_cache(maxsize=8192)
def _concepts(task: str) -> frozenset[str]:
    return frozenset(f"#{number}" for number in spot([word for word, _, _ in _places(task)]))

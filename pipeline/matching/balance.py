"""What a text says beside a task, and what of the task it leaves out.

Two papers can have the frame of a task and another object: "quy chế phối hợp quản lý tài sản công"
beside a task on "quy chế phối hợp cứu trợ". What agrees cannot tell them apart; what is left over
on both sides does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.matching.evidence import Account
from pipeline.matching.listener import Heard, Listener
from pipeline.matching.parts import parts
from pipeline.matching.query import Query
from pipeline.matching.vectors import Floats, Space
from pipeline.matching.weights import Weights
from pipeline.matching.wording import Wording
from rules.agencies import Registry
from rules.model.plan import Plan
from rules.vietnamese.joining_words import joining_words
from rules.vietnamese.synonyms import spans
from rules.vietnamese.texts_in_hand import once_in_hand
from rules.vietnamese.work_verbs import places as verb_places

OTHER_OBJECT = "phần lớn nói về việc khác, không nhắc tới đối tượng riêng của nhiệm vụ"
COMMON_ONLY = "chỉ trùng phần mà nhiệm vụ khác cũng có, không nhắc tới đối tượng riêng của nhiệm vụ"
OTHER_WORK = "làm việc khác, với đối tượng khác, chỉ nhắc tới lời của nhiệm vụ"
OTHER_OWNER = "hỏi về đối tượng khác với nhiệm vụ"

_ALIKE = 0.2  # tasks so alike have their object in common
_CLOSE = 0.3  # tasks so alike are as good as one
_FEW = 1  # tasks of other objects that may have a word too, and it still marks the object
_PAPER = 0.5  # what a word that names the paper asked for says of its object
_OBJECT = 2  # words after the verb, or at the end, that tell what the work is done to
_PART = 0.5  # of what agrees, that what is left over must weigh to count beside other work
_OF = "cua"
_PLACE = re.compile(
    r"(?<!\w)(?:[Xx]ã|[Hh]uyện|[Pp]hường|[Tt]hị trấn|[Tt]hị xã|[Tt]hành phố|[Tt]ỉnh|[Bb]ản)"
    r"(?:\s+[A-ZĐÀ-ỸÂÊÔƠƯ]\w*)+"
)


@dataclass(frozen=True, slots=True)
class _Own:
    """The words that tell a task's object."""

    marks: frozenset[str]  # hardly any task of another object has them
    alone: frozenset[str]  # only this task and those as good as it have them
    paper: frozenset[str]  # words of its outputs: what paper, not what about
    account: Account
    owners: Mapping[int, frozenset[int]]
    works: frozenset[str]  # what is done, by task and outputs


class Balance:
    """What is left over on both sides of a text and a task."""

    def __init__(
        self,
        plan: Plan,
        likeness: Floats,
        tasks: Sequence[Mapping[str, float]],
        space: Space,
        listener: Listener,
        registry: Registry,
    ) -> None:
        self._tasks = tasks
        self._space = space
        self._listener = listener
        self._registry = registry
        self._weights = listener.weights
        self._plain = once_in_hand(self._without_names)
        alike = np.maximum(likeness, likeness.T)
        # For each task those too like it to tell a word of its own by; few, the rest is far.
        self._close = [frozenset(map(int, np.flatnonzero(row >= _CLOSE))) for row in alike]
        kin = [frozenset(map(int, np.flatnonzero(row >= min(_CLOSE, _ALIKE)))) for row in alike]
        self._holders: dict[str, set[int]] = {}
        for place, found in enumerate(tasks):
            for name in found:
                self._holders.setdefault(name, set()).add(place)
        self._own = [
            self._read(task.text, task.outputs, kin[place] | {place}, self._close[place])
            for place, task in enumerate(plan.tasks)
        ]

    def _read(
        self, text: str, outputs: Sequence[str], kin: frozenset[int], close: frozenset[int]
    ) -> _Own:
        task = self._listener.hear(text)
        content = _content(task.said, self._weights)
        paper = [self._listener.hear(output) for output in outputs]
        named = {name for one in paper for name in one.said}

        def rare(names: Iterable[str], besides: frozenset[int], most: int) -> frozenset[str]:
            return frozenset(
                name for name in names if len(self._holders.get(name, set()) - besides) <= most
            )

        # A task whose object stands in its outputs ("Kế hoạch sử dụng đất") has it from there.
        about = content - named
        marks = rare(about, kin, _FEW)
        return _Own(
            marks=marks or rare(content, kin, _FEW),
            alone=rare(about, close, 0) or rare(content, close, 0),
            paper=frozenset(word for one in paper for word in one.words) if marks else frozenset(),
            account=Account(task.wording),
            owners=_owners(task.wording),
            works=frozenset(verb for one in (task, *paper) for verb in one.verbs),
        )

    def objection(self, query: Query, text: Heard, place: int) -> str:
        """Why the text, though near, may be about something else; empty where nothing tells so."""
        own = self._own[place]
        context = self._listener.hear(query.context)
        if self._other_owner(text, context, place):
            return OTHER_OWNER
        if not parts(query.text) and self._other_work(query, place):
            return OTHER_WORK
        around = (text.names, context.names)
        if own.marks and not _names(own.marks, around):
            left, agreed = self._left_over(self._plain(query.text, query.date), place)
            if left and left >= agreed:
                return OTHER_OBJECT
        if own.alone and not _names(own.alone, around) and self._common(text, place, around):
            return COMMON_ONLY
        return ""

    def mostly_other(self, query: Query, place: int) -> bool:
        """Whether most that a title names, and what it ends with, is nothing of the task's.

        The object stands last: "Đối thoại với thanh niên" is no "đối thoại với nhân dân".
        """
        text = self._plain(query.text, query.date)
        left, agreed = self._left_over(text, place)
        last = [shared for _, shared in self._named(text.words, place)][-_OBJECT:]
        return left >= agreed and len(last) == _OBJECT and not any(last)

    def _other_owner(self, text: Heard, context: Heard, place: int) -> bool:
        """Whether the same thing is someone else's, and the task's own owner is nowhere named."""
        ours = self._own[place].owners
        theirs = _owners(text.wording) if ours else {}
        others = [
            ours[thing] for thing in ours if thing in theirs and not theirs[thing] & ours[thing]
        ]
        if not others:
            return False
        known = {one.concept for _, _, some in spans([*text.words, *context.words]) for one in some}
        return any(owners.isdisjoint(known) for owners in others)

    def _other_work(self, query: Query, place: int) -> bool:
        """Whether a text tells of other work than the task, done to something else.

        "Tuyên truyền an toàn giao thông nông thôn" builds no "đường giao thông nông thôn".
        """
        text = self._plain(query.text, query.date)
        verb = next(iter(verb_places(text.words)), None)
        if verb is None or verb[2] in self._own[place].works:
            return False
        start, end, _ = verb
        before = [shared for _, shared in self._named(text.words[:start], place)]
        after = [shared for _, shared in self._named(text.words[end:], place)][:_OBJECT]
        if any(before) or len(after) < _OBJECT or any(after):
            return False
        left, agreed = self._left_over(text, place)
        return left >= _PART * agreed

    def _named(self, words: Sequence[str], place: int) -> Iterator[tuple[str, bool]]:
        """The words that name something, and whether the task has each too."""
        told = Account(Wording(words)).told(self._tasks[place])
        return ((word, shared) for word, shared in told if word not in joining_words())

    def _without_names(self, text: str, on: date | None) -> Wording:
        """The words of a text without names of agencies and places."""
        for mention in reversed(self._registry.mentions(text, on)):
            text = f"{text[: mention.start]}, {text[mention.end :]}"
        return Wording(self._listener.lexicon.words(_PLACE.sub(" ", text)))

    def _left_over(self, text: Wording, place: int) -> tuple[float, float]:
        """What of a text a task leaves out, and what they agree in, its outputs' names apart."""
        return self._weigh(Account(text), self._tasks[place], self._own[place].paper)

    def _weigh(
        self, one: Account, other: Mapping[str, float], paper: frozenset[str] = frozenset()
    ) -> tuple[float, float]:
        """What the words of one side weigh that the other lacks, and that it has too."""
        left = agreed = 0.0
        for word, shared in one.told(other):
            if word in joining_words():
                continue
            if not shared:
                left += self._space.rarity(word)
            else:
                agreed += self._space.rarity(word) * (_PAPER if word in paper else 1.0)
        return left, agreed

    def _common(self, text: Heard, place: int, around: Sequence[frozenset[str]]) -> bool:
        """Whether a task of another object has all that agrees, and more is left out than that."""
        own, content = self._own[place], _content(text.said, self._weights)
        agreed = content & self._tasks[place].keys()
        if not any(" " in name for name in agreed):
            return False
        rivals = (
            found.keys() for two, found in enumerate(self._tasks) if two not in self._close[place]
        )
        if not any(agreed <= two and not _names(own.marks - two, around) for two in rivals):
            return False
        _, met = self._weigh(Account(text.wording), self._tasks[place])
        missing, _ = self._weigh(own.account, text.said)
        return missing >= met


def _content(said: Mapping[str, float], weights: Weights) -> frozenset[str]:
    """Pairs of words that name something, and things of the trade named outright."""
    return frozenset(
        name
        for name, weight in said.items()
        if (name[0] == "#" and weight >= weights.concept)
        or (" " in name and weight >= weights.pair and joining_words().isdisjoint(name.split()))
    )


def _names(marks: frozenset[str], around: Sequence[frozenset[str]]) -> bool:
    """Whether a text or what stands around it has one of the marks, if only its words apart."""
    return any(
        name in heard or (" " in name and heard.issuperset(name.split()))
        for heard in around
        for name in marks
    )


def _owners(text: Wording) -> dict[int, frozenset[int]]:
    """Whose a thing is said to be: "hài lòng của người bệnh", by concepts."""
    words, found = text.words, text.concepts
    if _OF not in words:
        return {}
    starts: dict[int, set[int]] = {}
    for start, _, spotted in found:
        starts.setdefault(start, set()).update(one.concept for one in spotted)
    owners: dict[int, frozenset[int]] = {}
    for _, end, spotted in found:
        if end < len(words) and words[end] == _OF and end + 1 in starts:
            for one in spotted:
                owners[one.concept] = owners.get(one.concept, frozenset()) | starts[end + 1]
    return owners

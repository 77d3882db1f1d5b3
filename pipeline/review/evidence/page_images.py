"""Pictures of pages: drawn in a process that may die, once, and kept by content.

All pictures lie in one folder beside the database, named by the hash of the file they show, so
that one command can erase them; removing the folder costs nothing but time.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from extractors.document import Reason, Unreadable
from pipeline.reading.reading_process import Limits, ReadingProcess
from pipeline.review.evidence.drawing_question import BYTES, CHECK, Box, Question
from pipeline.review.evidence.received import Received

FOLDER = "anh"
WIDTHS = (900, 1700)  # pixels: to read beside the requirement, and enlarged
LIMITS = Limits(
    timeout=12.0, longest=12.0, memory=1280 * 1024 * 1024, recycle=256,
    child="pipeline.review.evidence.drawing_child",
)  # fmt: skip
MOST_KEPT = 6_000  # pictures, some hundred kilobytes each
_LARGEST = 24 * 1024 * 1024
_PROCESSES = 2
_FAILURES, _AGAIN = 500, 600.0  # how many are remembered, and for how many seconds
_SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies ready; sizes in points. ``fits`` false: no box can be drawn on it."""

    path: Path
    kind: str
    width: float
    height: float
    pages: int
    fits: bool


@dataclass(slots=True)
class Pictures:
    """The pictures of one folder of results."""

    folder: Path
    limits: Limits = LIMITS
    _idle: queue.LifoQueue[ReadingProcess] = field(default_factory=queue.LifoQueue)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _busy: dict[str, threading.Lock] = field(default_factory=dict)
    _failed: OrderedDict[str, tuple[float, Unreadable]] = field(default_factory=OrderedDict)
    _checked: dict[tuple[Received, str, int, int], Unreadable | None] = field(default_factory=dict)
    _drawn: int = 0

    def __post_init__(self) -> None:
        for _ in range(_PROCESSES):
            self._idle.put(ReadingProcess(self.limits))

    def page(
        self, received: Received, sha256: str, page: int, wide: int, written: tuple[Box, ...] = ()
    ) -> Picture | Unreadable:
        """The picture of a page, drawn where it is not kept yet; asked for twice, drawn once."""
        name = f"{sha256}-{page}-{wide}"
        with self._alone(name):
            kept = self.kept(sha256, page, wide) or self._failure(name)
            if kept is not None:
                return kept
            answer = self._ask(Question(received, sha256, page, wide, written))
            made = self._keep(name, answer)
            if isinstance(made, Unreadable):
                self._remember(name, made)
            return made

    def kept(self, sha256: str, page: int, wide: int) -> Picture | None:
        """A picture drawn before."""
        facts = self.folder / f"{sha256}-{page}-{wide}.json"
        try:
            values = json.loads(facts.read_text(encoding="ascii"))
            size = values.pop("size")
            picture = Picture(path=facts.with_suffix(f".{values['kind']}"), **values)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        try:
            whole = picture.path.stat().st_size == size
        except OSError:
            return None
        return picture if whole else None

    def member(self, received: Received, sha256: str) -> bytes | Unreadable:
        """The bytes of an archive's member, unpacked where a bomb costs one process."""
        return _bytes(self._ask(Question(received, sha256, BYTES)))

    def still_read(self, received: Received, sha256: str) -> Unreadable | None:
        """Why an archive's member is no longer what was read; asked once for each archive."""
        facts = received.source.lstat()
        state = (received, sha256, facts.st_size, facts.st_mtime_ns)
        if state not in self._checked:
            answer = _bytes(self._ask(Question(received, sha256, CHECK)))
            self._checked[state] = answer if isinstance(answer, Unreadable) else None
        return self._checked[state]

    def warm(self) -> None:
        """Start one drawing process before it is needed: that takes half a second."""
        threading.Thread(target=self._ask, args=(None,), daemon=True).start()

    def close(self) -> None:
        """End the drawing processes that are idle; the others end with this one."""
        while not self._idle.empty():
            self._idle.get().close()

    def _ask(self, question: Question | None) -> object:
        process = self._idle.get()
        try:
            return process.ask(question)
        finally:
            self._idle.put(process)

    def _keep(self, name: str, answer: object) -> Picture | Unreadable:
        """Write down what a drawer gave, which is believed no more than the file it drew."""
        if isinstance(answer, Unreadable):
            return answer
        match answer:
            case (bytes() as data, str() as kind, float() as width, float() as height,
                  int() as pages, bool() as fits) if _is_picture(data, kind):  # fmt: skip
                picture = Picture(self.folder / f"{name}.{kind}", kind, width, height, pages, fits)
            case _:
                return Unreadable("", Reason.CRASHED, "ảnh vẽ ra không dùng được")
        facts = {key: value for key, value in asdict(picture).items() if key != "path"}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _put(picture.path, data)
            _put(self.folder / f"{name}.json", json.dumps(facts | {"size": len(data)}).encode())
        except OSError as error:  # a full disk costs the picture, not the page
            return Unreadable("", Reason.NO_ACCESS, error.strerror or "")
        self._drawn += 1
        if self._drawn % 200 == 1:
            _forget_oldest(self.folder)
        return picture

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with self._guard:
            lock = self._busy.setdefault(name, threading.Lock())
        with lock:
            yield
        with self._guard:
            self._busy.pop(name, None)

    def _failure(self, name: str) -> Unreadable | None:
        """Why drawing failed a short while ago: a file that hangs must not hang every look."""
        with self._guard:
            when, why = self._failed.get(name, (float("-inf"), None))
        return why if time.monotonic() - when < _AGAIN else None

    def _remember(self, name: str, why: Unreadable) -> None:
        with self._guard:
            self._failed[name] = (time.monotonic(), why)
            while len(self._failed) > _FAILURES:
                self._failed.popitem(last=False)


@cache
def pictures_of(out: Path) -> Pictures:
    """The pictures of a folder of results, shared by all screens."""
    return Pictures(out / FOLDER)


def _bytes(answer: object) -> bytes | Unreadable:
    """What a process gave as bytes."""
    match answer:
        case Unreadable():
            return answer
        case (bytes() as data, *_):
            return data
    return Unreadable("", Reason.CRASHED)


def _is_picture(data: bytes, kind: str) -> bool:
    return kind in _SIGNATURES and data.startswith(_SIGNATURES[kind]) and len(data) <= _LARGEST


def _put(path: Path, data: bytes) -> None:
    """A file that appears at once; unlike results it is not synced: it can be drawn again."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(data)
    draft.replace(path)


def _forget_oldest(folder: Path) -> None:
    """Keep the folder within its bound: pictures drawn longest ago go first."""
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for facts in kept[: max(0, len(kept) - MOST_KEPT)]:
        for path in folder.glob(f"{facts.stem}.*"):
            path.unlink(missing_ok=True)

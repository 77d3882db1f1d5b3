"""How well a passage of flattened text suits a column of the table."""

from __future__ import annotations

import re
from functools import lru_cache

from rules.plan.content import (
    content_words,
    key,
    opening,
    opens_body,
    opens_product,
    opens_time,
    time_leftover,
)

# "tỉnh - Báo cáo quý IV": an item that begins inside a line of another cell.
_INNER_ITEM = re.compile(
    r"(?<=[^\s;.,:\d] )[-–]\s(?:Báo cáo|Kế hoạch|Công văn|Quyết định|Sở|UBND)\s"
)
_DASH = re.compile(r"(?:^|(?<=[;.,:\n])\s*|\s)[-–+•]\s+(?=[^\W\d_a-z])")


# "Báo cáo quý IV/2024" is a deadline that names its output.
_DATED_PRODUCT = re.compile(r"\b(?:quý|quí|tháng)\s*(?:[ivx]+|\d{1,2})\b|\b\d{1,2}/\d{4}$")


def score(column: str, text: str) -> float:
    """Points for a passage in a column; above zero suits, far below is out of the question."""
    text = text.strip()
    if not text.strip("\f"):
        return _EMPTY.get(column, 0.0)
    points = _edges(text)
    if column == "text":
        return points + _score_text(text)
    if column in ("leads", "coordinating"):
        return points + _score_bodies(text)
    if column == "deadlines":
        return points + _score_time(text)
    if column == "outputs":
        return points + _score_outputs(text)
    return points


_EMPTY = {"text": -12.0, "outputs": -5.0, "leads": -6.0, "coordinating": -3.0, "deadlines": -5.0}


# A cell that had ended cannot go on with a small letter on the next page.
_ENDED = re.compile(r"[.;:)”]\f(?=[^\W\d_A-Z])(?![A-ZĐ])")


@lru_cache(maxsize=65536)
def _edges(text: str) -> float:
    """What any cell must keep: it opens with a capital and closes what it opens."""
    points = -2.5 * sum(1 for _ in _ENDED.finditer(text))
    first = text.lstrip('-–+•“"( \n')[:1]
    if first.islower():
        points -= 3.0
    if text[:1] in ",;.:)”/":
        points -= 6.0
    points -= 2.0 * len(_INNER_ITEM.findall(text))
    for left, right in ("()", "“”"):
        points -= 4.0 * abs(text.count(left) - text.count(right))
    last = re.findall(r"\w+|\S", key(text))[-1:]
    if last and last[0] in content_words().open_ends:
        points -= 3.0
    if text.rstrip().endswith((" -", ",", "/", ":")):
        points -= 2.0
    if text.rstrip().endswith(";"):
        points -= 1.0
    return points


@lru_cache(maxsize=65536)
def _score_text(text: str) -> float:
    words = text.split()
    points = 3.0 if len(words) >= 4 else -3.0
    lines = re.split(r"[\n\f]", text)
    for line in lines[1:]:
        if opens_body(line) and line[:1].isupper() and opening(key(line), content_words().definite):
            points -= 0.8
        if (
            re.match(r"[-–+•]\s", line)
            and opens_product(line.lstrip("-–+• "))
            and len(line.split()) < 5
        ):
            points -= 2.5
    if len(lines) > 1 and _is_name(lines[-1]) and not _name_may_follow(lines[-2]):
        points -= 2.5
    tail = time_leftover(lines[-1])
    if len(lines) > 1 and tail == 0 and lines[-1][:1].isupper():
        points -= 3.0
    return points


def _is_name(line: str) -> bool:
    """Whether a whole line is a body's name: it hardly ends a task."""
    head = opening(key(line), content_words().definite)
    return bool(head) and line[:1].isupper() and len(head) + 1 < len(line) and len(line.split()) < 9


def _name_may_follow(line: str) -> bool:
    last = (re.findall(r"\w+", key(line)) or [""])[-1]
    known = content_words()
    return last in known.open_ends or last in known.joins or line.rstrip().endswith((",", ";"))


def _parts(text: str) -> list[str]:
    """The entries of a list cell: at dashes or semicolons."""
    pieces = _DASH.split(text) if re.match(r"\s*[-–+•]\s", text) else text.split(";")
    return [piece.strip(" \n;.") for piece in pieces if piece.strip(" \n;.")]


@lru_cache(maxsize=65536)
def _score_bodies(text: str) -> float:
    parts = _parts(text)
    if not parts:
        return -8.0
    known, points = content_words(), 0.0
    for at, part in enumerate(parts):
        words = key(part)
        if opens_body(part):
            points += 4.0 if at == 0 else 0.8
        else:
            points -= 7.0 if at == 0 else 1.0
        points -= 0.25 * max(0, len(words.split()) - 14)
        points -= 3.0 * _glued_names(part)
        if re.search(r"\d", part):
            points -= 1.0
        if time_leftover(part) is not None:
            points -= 3.0
        if words in known.definite and words not in known.indefinite:
            points -= 2.5  # "Sở", "Công ty" alone name nobody
        points -= 1.5 * len(known.never_in_names & set(words.split()))
        points -= 0.4 * max(0, _strange_words(part) - 2)
    if text.rstrip().endswith(".") or (
        re.search(r"\s[-–]\s+[^\W\d_a-z]\w+ \w", parts[0])
        and opens_product(re.split(r"\s[-–]\s+", parts[0])[-1])
    ):
        points -= 1.5
    return points


def _strange_words(part: str) -> int:
    """How many words in small letters are none that bodies' names are made of."""
    small = (word for word in re.findall(r"[^\W\d_]+", part) if word.islower())
    return sum(1 for word in small if key(word) not in content_words().name_words)


def _glued_names(part: str) -> int:
    """How many names begin inside without a comma, "và" or "thuộc" before them."""
    known, words, glued = content_words(), part.split(), 0
    for at in range(1, len(words)):
        before = words[at - 1]
        if not words[at][:1].isupper() or before.endswith((",", ";", "(")):
            continue
        if key(before).strip("()") in known.joins:
            continue
        rest = key(" ".join(words[at : at + 4]))
        head = opening(rest, known.definite) or opening(rest, known.indefinite)
        if (
            (
                head
                and rest != head
                and head not in ("hội", "ban", "báo", "trường", "viện", "đài", "phòng", "bộ")
            )
            or rest.startswith("các ")
        ) or (head in ("ban", "bộ", "trường", "báo", "hội") and before[:1].islower()):
            glued += 1
    return glued


@lru_cache(maxsize=65536)
def _score_time(text: str) -> float:
    parts = _parts(text)
    points = 0.0
    for at, part in enumerate(parts):
        left = time_leftover(part)
        if left is None:
            points -= 9.0 if at == 0 else 2.0
            continue
        product = opens_product(part)
        opens = opens_time(part)
        points += 5.0 if at == 0 else 1.5
        if not opens:
            points -= 0.0 if product else 3.0
        points -= (0.15 if product and not opens else 0.9) * left
    return points if parts else -9.0


@lru_cache(maxsize=65536)
def _score_outputs(text: str) -> float:
    parts = _parts(text)
    points = 0.0
    for at, part in enumerate(parts):
        good = opens_product(part) or bool(opening(key(part), content_words().ambiguous))
        points += (3.0 if good else -1.5) if at == 0 else (0.7 if good else -0.7)
        points -= 0.12 * max(0, len(part.split()) - 5)
        if time_leftover(part) == 0 and not good:
            points -= 6.0
        if good and _DATED_PRODUCT.search(key(part)) and (time_leftover(part) or 0) <= 4:
            points -= 1.7
        if opening(key(part), content_words().definite) and not good:
            points -= 4.0
        points -= 1.5 * _glued_names(part)
    return points if parts else -5.0

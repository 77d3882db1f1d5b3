"""What a passage around the body of an official paper is: letterhead, legal basis, closing ..."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from rules.vietnamese.text import fold
from rules.vietnamese.texts_in_hand import once_in_hand

# "Sơn La, ngày 05 tháng 12 năm 2024": the line of place and date.
_PLACE_DATE = re.compile(r"^[^\d,]{2,40}, ngay\b.{0,12}\bthang\b.{0,8}\bnam\b.{0,8}$")
_LONGEST = 60  # words; a longer passage is body, however it begins
_RULE = re.compile(r"^[\W_]*$")


@cache
def _frames() -> tuple[tuple[str, tuple[str, ...], frozenset[str], tuple[str, ...]], ...]:
    data = resources.files("rules").joinpath("data/paper_frame.toml").read_text("utf-8")
    return tuple(
        (
            entry["name"],
            tuple(fold(words) for words in entry.get("opens", ())),
            frozenset(fold(words) for words in entry.get("whole", ())),
            tuple(fold(words) for words in entry.get("ends", ())),
        )
        for entry in tomllib.loads(data)["frame"]
    )


@once_in_hand
def read_frame(text: str) -> str:
    """Which part of the frame a passage is; empty where it is body, "blank" where no word.

    >>> read_frame("Nơi nhận:"), read_frame("Sơn La, ngày 05 tháng 12 năm 2024")
    ('recipients', 'letterhead')
    >>> read_frame("Sở đã ban hành Kế hoạch kiểm tra.")
    ''
    """
    words = fold(text).strip()
    if _RULE.match(words):
        return "blank"
    if _PLACE_DATE.match(words):
        return "letterhead"
    bare = words.strip(" .:;,/*")
    for name, opens, whole, ends in _frames():
        if bare in whole or bare.endswith(ends or "\0"):
            return name
        # A legal basis can be long: it ends with a semicolon, a sentence of the body does not.
        short = len(words.split()) <= _LONGEST or (name == "basis" and words.endswith((";", ",")))
        if short and words.startswith(opens) and any(_opens(words, phrase) for phrase in opens):
            return name
    return ""


def _opens(words: str, phrase: str) -> bool:
    after = words[len(phrase) : len(phrase) + 1]
    return words.startswith(phrase) and not (phrase[-1].isalnum() and after.isalnum())

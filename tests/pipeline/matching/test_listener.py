from __future__ import annotations

from pipeline.matching.lexicon import Lexicon
from pipeline.matching.listener import Listener
from pipeline.matching.weights import STANDARD

PLAN = "Công khai ngân sách xã"


def test_a_text_is_worked_out_once() -> None:
    listener = Listener(Lexicon([PLAN]), STANDARD)
    assert listener.hear(PLAN) is listener.hear("".join(PLAN))


def test_what_a_text_says() -> None:
    heard = Listener(Lexicon([PLAN]), STANDARD).hear("kiểm tra ngân sách")
    assert heard.words == ["kiem", "tra", "ngan", "sach"]
    assert heard.said["ngan"] == 1.0
    assert heard.said["ngan sach"] == STANDARD.pair
    assert {"ngan", "ngan sach"} <= heard.names
    assert heard.verbs == ["kiểm tra"]


def test_words_of_the_plans_title_speak_for_no_task() -> None:
    title = "cải cách chỉ số hành chính"
    lexicon = Lexicon([PLAN])
    assert Listener(lexicon, STANDARD).hear(title).account.counted == 6
    assert Listener(lexicon, STANDARD, title).hear(title).account.counted == 0

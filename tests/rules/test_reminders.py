"""The words of reminders."""

from __future__ import annotations

from datetime import date

import pytest

from rules import reminders
from rules.catalogue import rulebook


def test_every_rule_with_words_is_a_rule_and_of_a_known_group() -> None:
    assert reminders.ruled() <= set(rulebook())
    groups = set(reminders.words("group"))
    for rule in reminders.ruled():
        words = reminders.rule_words(rule)
        assert words.never or (words.says and words.group in groups), rule


def test_a_rule_without_words_is_told_by_its_message() -> None:
    assert reminders.rule_words("chua-co").says == "{message}"


def test_every_kind_of_thing_outstanding_is_asked_for() -> None:
    for group in reminders.words("group"):
        assert len(reminders.requests({group})) > 1, group


@pytest.mark.parametrize(
    ("sender", "recipient", "verb"),
    [
        ("so", "so", "đề nghị"),
        ("so", "ubnd_huyen", "đề nghị"),
        ("so", "ubnd_xa", "đề nghị"),
        ("so", "vertical", "đề nghị"),
        ("so", "unit", "đề nghị"),
        ("ubnd_tinh", "so", "yêu cầu"),
        ("ubnd_tinh", "ubnd_huyen", "yêu cầu"),
        ("ubnd_tinh", "court", "đề nghị"),
        ("ubnd_tinh", "party", "đề nghị"),
        ("ubnd_tinh", "front", "đề nghị"),
        ("ubnd_huyen", "ubnd_xa", "yêu cầu"),
        ("ubnd_huyen", "so", "đề nghị"),
    ],
)
def test_only_those_who_outrank_order(sender: str, recipient: str, verb: str) -> None:
    assert reminders.wording(sender, recipient).verb == verb


@pytest.mark.parametrize(
    ("kind", "name", "signing"),
    [
        ("so", "Sở Nội vụ", ("GIÁM ĐỐC",)),
        ("so", "Văn phòng UBND tỉnh", ("CHÁNH VĂN PHÒNG",)),
        ("ubnd_huyen", "UBND huyện Mộc Châu", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("union", "Tỉnh đoàn", ("THỦ TRƯỞNG CƠ QUAN",)),
    ],
)
def test_who_signs(kind: str, name: str, signing: tuple[str, ...]) -> None:
    assert reminders.office(kind, name).signing == signing


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2024, 12, 20), date(2025, 1, 6)),  # New Year's Day is closed
        (date(2024, 12, 2), date(2024, 12, 16)),
        (date(2024, 4, 26), date(2024, 5, 14)),  # 30 April and 1 May are closed
    ],
)
def test_the_answer_is_due_after_ten_working_days(start: date, last: date) -> None:
    assert reminders.reply_day(start) == last

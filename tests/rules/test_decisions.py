from __future__ import annotations

import pytest

from rules.decisions import kind_of, kinds


def test_the_kinds_in_the_order_of_their_keys() -> None:
    assert [(one.key, one.id, one.label) for one in kinds().values()] == [
        ("1", "confirm", "Đúng - đôn đốc"),
        ("2", "misread", "Máy nhận sai"),
        ("3", "accept", "Chấp nhận có lý do"),
        ("4", "attach", "Đã nộp - gắn văn bản"),
        ("5", "await", "Chờ giải trình"),
        ("6", "extend", "Gia hạn đến ngày"),
    ]


def test_where_a_reason_is_asked_the_last_choice_is_her_own_words() -> None:
    assert {one.id for one in kinds().values() if one.needs_reason} == {"misread", "accept"}
    assert all(one.reasons[-1] == "Khác" for one in kinds().values() if one.reasons)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        *((example, kind.id) for kind in kinds().values() for example in kind.examples),
        ("1", "confirm"),
        ("Đúng", ""),  # of what is right nothing is said
        ("", ""),
        ("—", ""),
        ("7", ""),
    ],
)
def test_typed_words(typed: str, kind: str) -> None:
    assert kind_of(typed) == kind

"""Deadlines: every example of the data file, with its days by hand, and the laws they keep."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.plan import deadlines
from rules.plan.deadlines import read_deadline
from rules.settings import Settings
from rules.working_days import is_working_day

DATA = Path(deadlines.__file__).parent.parent / "data" / "deadlines.toml"
PHRASES = tomllib.loads(DATA.read_text(encoding="utf-8"))["phrase"]
INCLUSIVE = Settings(before_is_inclusive=True)
EXAMPLES = [example for phrase in PHRASES for example in phrase["examples"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"])
def test_every_example(example) -> None:
    found = read_deadline(example["text"], example.get("year"))
    wanted = []
    for reading in example["readings"]:
        kind, first, last, label = [*reading, *["", "", ""]][:4]
        wanted.append((kind, first or None, last or None, label))
    assert [(d.kind, d.due_from, d.due_to, d.label) for d in found] == wanted
    assert {d.text for d in found} == {example["text"]}
    assert found[0].condition == example.get("condition", "")
    assert found[0].relative_days == example.get("days")
    assert found[0].relative_unit == example.get("unit", "day")


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase["name"])
def test_every_phrase_has_examples(phrase) -> None:
    assert phrase["examples"]


@pytest.mark.parametrize(
    ("text", "due_to"),
    [
        ("Trước ngày 31/12/2024", date(2024, 12, 31)),
        ("Trước tháng 6/2024", date(2024, 5, 31)),
        ("Chậm nhất ngày 30/01/2024", date(2024, 1, 30)),
    ],
)
def test_before_may_include_its_day(text: str, due_to: date) -> None:
    assert [d.due_to for d in read_deadline(text, 2024, INCLUSIVE)] == [due_to]


@pytest.mark.parametrize(
    ("text", "open_ended"),
    [
        ("2025 và những năm tiếp theo", True),
        ("Từ năm 2025", True),
        ("Tháng 12 hằng năm", True),
        ("Quý I/2024", False),
    ],
)
def test_open_ended(text: str, open_ended: bool) -> None:
    assert read_deadline(text, 2024)[0].open_ended is open_ended


@settings(deadline=None)  # the first call reads the data file
@given(st.text(alphabet="quýthángnămIVX0123456789/-,;. trướcđếnhằ", max_size=30))
def test_a_deadline_never_lies_before_its_period(text: str) -> None:
    moved = Settings(before_is_inclusive=True, move_off_holidays=True)
    for plain, later in zip(
        read_deadline(text, 2024), read_deadline(text, 2024, moved), strict=True
    ):
        if plain.due_from and plain.due_to:
            assert plain.due_from <= plain.due_to
        if plain.due_to and later.due_to:
            assert plain.due_to <= later.due_to  # settings of a clerk are never stricter


@settings(deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    st.integers(1, 90),
    st.sampled_from(["ngày", "ngày làm việc", "tuần", "tháng"]),
    st.booleans(),
)
def test_counted_days_end_after_they_begin(base: date, count: int, unit: str, moved: bool) -> None:
    words = f"Trong {count} {unit} kể từ ngày {base:%d/%m/%Y}"
    (deadline,) = read_deadline(words, 2024, Settings(move_off_holidays=moved))
    assert deadline.base == base
    if deadline.due_to is not None:  # the holidays of later years are not known
        assert base < deadline.due_to
        assert not moved or is_working_day(deadline.due_to)
    else:
        assert unit == "ngày làm việc"


def test_all_deadlines_of_other_plans_are_clear(shared: Path) -> None:
    for path in sorted((shared / "bench" / "plans").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        heading = next(h for h in truth["header"] if "thời gian" in h.casefold())
        column = truth["header"].index(heading)
        for row in truth["rows"]:
            if row["kind"] == "task":
                words = row["cells"][column]
                assert all(d.kind for d in read_deadline(words, 2025)), words

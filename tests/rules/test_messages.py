from __future__ import annotations

import re
import string

import pytest

from extractors.document import Reason
from rules.messages import Entry, Words, load
from rules.model.dossier import Severity, Status
from rules.model.papers import Band, Role

ENTRIES = [(table, id, entry) for table, group in load().items() for id, entry in group.items()]
NAMES = [f"{table}.{id}" for table, id, _ in ENTRIES]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("entry", [entry for _, _, entry in ENTRIES], ids=NAMES)
def test_every_entry_says_the_same_in_both_languages(entry: Entry) -> None:
    assert entry.vi.strip() == entry.vi != ""
    assert entry.en.strip() == entry.en != ""
    assert bool(entry.means) == bool(entry.means_en)
    assert blanks(entry.vi) == blanks(entry.en)
    if blanks(entry.vi):
        assert entry.examples, "a sentence with blanks shows itself filled"


@pytest.mark.parametrize(("table", "id", "entry"), ENTRIES, ids=NAMES)
def test_examples(table: str, id: str, entry: Entry) -> None:
    for example in entry.examples:
        if not blanks(entry.vi):
            assert example[-1] in ".”", "an example is a whole sentence"
            continue
        given, said = example.split(" -> ")
        values = dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", given))
        assert Words("vi").fill(table, id, **values) == said


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("status", [one.value for one in Status]),
        ("severity", [one.value for one in Severity]),
        ("role", [one.value for one in Role]),
        ("band", [one.value for one in Band]),
        ("reason", [one.value for one in Reason]),
        ("state", ["new", "unchanged", "changed", "fixed", "reopened"]),
        ("read_status", ["ok", "partial", "failed", "skipped", "waiting"]),
    ],
)
def test_each_closed_list_has_exactly_its_words(table: str, ids: list[str]) -> None:
    assert list(load()[table]) == ids


def test_every_status_has_a_group_and_its_own_mark() -> None:
    statuses = load()["status"].values()
    assert {entry.group for entry in statuses} == set(load()["group"])
    assert len({entry.mark for entry in statuses}) == len(load()["status"])


def test_what_was_not_read_is_never_grouped_with_what_is_not_there() -> None:
    for status in ("unreadable", "review", "deadline_unknown"):
        assert load()["status"][status].group == "unchecked"


def test_a_reason_is_one_sentence_with_its_cure() -> None:
    for reason, entry in load()["reason"].items():
        assert entry.vi.endswith("."), reason
        assert ";" in entry.vi, reason


def test_an_unknown_word_is_our_own_defect() -> None:
    with pytest.raises(KeyError):
        Words()("status", "lost")
    assert Words()("status", "") == ""

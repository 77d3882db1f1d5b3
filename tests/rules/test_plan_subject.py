"""What a plan is about: every example of the table."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rules.plan_subject import subject_of

TABLE = Path(__file__).resolve().parents[2] / "rules" / "data" / "plan_subject.toml"


def test_every_example_of_the_table() -> None:
    wrong = []
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["example"]:
        text = f"nâng cao Chỉ số {row['index']} của tỉnh" if row["index"] else ""
        subject = subject_of(row["plan"], text, row["province"])
        assert subject.index == row["index"].lower()
        wrong += [title for title in row["same"] if not subject.is_same(title)]
        wrong += [title for title in row["other"] if subject.is_same(title)]
    assert wrong == []


def test_an_index_that_a_plan_only_mentions_is_not_its_subject() -> None:
    assert subject_of("Phát triển du lịch năm 2024", "góp phần nâng cao Chỉ số PAPI").index == ""


def test_a_text_names_the_subject() -> None:
    subject = subject_of(
        "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024", "Chỉ số PAPI"
    )
    assert subject.is_named("Thực hiện Kế hoạch nâng cao chỉ số PAPI của UBND tỉnh")
    assert not subject.is_named("Thực hiện Kế hoạch cải cách hành chính")

"""Two plans compared: hand-made revisions of the real plan, and the same plan in three forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.outputs.plan_changes import diff_json, diff_lines
from pipeline.plans.plan_diff import Effect, PlanDiff, compare
from pipeline.plans.plan_pairs import Difference
from pipeline.plans.prepare import Prepared, prepare
from rules.model.plan import Task
from rules.plan.obligations import oblige

PLANS = Path(__file__).parents[2] / "samples" / "plan"


@pytest.fixture(scope="module")
def plan() -> Prepared:
    return prepare(PLANS / "plan.docx")


def revised(plan: Prepared, change: Callable[[list[Task]], list[Task]]) -> PlanDiff:
    tasks = tuple(change(list(plan.plan.tasks)))
    new = replace(plan.plan, tasks=tasks)
    return compare(
        plan, replace(plan, plan=new, obligations=oblige(new, plan.registry, plan.types))
    )


def with_task(plan: Prepared, id: str, **values: object) -> PlanDiff:
    return revised(plan, lambda tasks: [replace(t, **values) if t.id == id else t for t in tasks])


@pytest.mark.parametrize("form", ["plan.txt", "plan.pdf"])
def test_the_same_plan_in_another_form_does_not_differ(plan: Prepared, form: str) -> None:
    found = compare(plan, prepare(PLANS / form))
    assert not found
    assert list(diff_lines(found)) == ["Hai kế hoạch không có gì khác nhau."]


def test_a_deadline_moves_the_day_that_is_owed(plan: Prepared) -> None:
    [task] = with_task(plan, "I.3", deadlines=("Quý II/2024",)).tasks
    assert (task.kind, task.old and task.old.id) == ("changed", "I.3")
    assert task.fields == (Difference("deadlines", ("Quý I/2024",), ("Quý II/2024",)),)
    assert task.effects == (Effect("due", "Kế hoạch", ("2024-03-31",), ("2024-06-30",)),)


def test_another_lead_owes_and_the_former_does_not(plan: Prepared) -> None:
    [task] = with_task(plan, "I.4", leads=("Sở Tư pháp",)).tasks
    assert Effect("owe_less", "", ("so-noi-vu",), ()) in task.effects
    assert Effect("owe_more", "", (), ("so-tu-phap",)) in task.effects
    assert not [one for one in task.effects if one.kind in ("due", "count", "issuer")]


def test_an_output_of_another_body_changes_who_issues_it(plan: Prepared) -> None:
    [task] = with_task(plan, "I.1", outputs=("Kế hoạch", "Báo cáo kết quả")).tasks
    assert Effect("issuer", "Kế hoạch", ("ubnd-tinh",), ()) in task.effects


def test_another_type_of_paper_is_told(plan: Prepared) -> None:
    [task] = with_task(plan, "I.4", outputs=("Hướng dẫn",)).tasks
    assert Effect("doc_type", "Hướng dẫn", ("Công văn",), ("Hướng dẫn",)) in task.effects


def test_a_task_put_before_others_moves_their_numbers_and_changes_none(plan: Prepared) -> None:
    def put(tasks: list[Task]) -> list[Task]:
        place = [task.id for task in tasks].index("III.7")
        new = replace(tasks[place], text="Lập đường dây nóng tiếp nhận phản ánh", number="7")
        after = [
            replace(task, id=f"III.{int(task.number) + 1}", number=str(int(task.number) + 1))
            if task.section == "III" and int(task.number) >= 7
            else task
            for task in tasks
        ]
        return [*after[:place], new, *after[place:]]

    found = revised(plan, put)
    kinds = [(one.kind, one.old and one.old.id, one.new and one.new.id) for one in found.tasks]
    assert kinds == [
        ("added", None, "III.7"),
        ("moved", "III.7", "III.8"),
        ("moved", "III.8", "III.9"),
    ]
    assert (found.tasks[1].fields, found.tasks[1].effects) == ((), ())


def test_a_removed_task_is_owed_by_nobody(plan: Prepared) -> None:
    [task] = revised(plan, lambda tasks: [t for t in tasks if t.id != "IV.2"]).tasks
    assert (task.kind, task.new) == ("removed", None)
    assert Effect("count", "", ("1",), ("0",)) in task.effects


def test_other_words_under_the_same_number_are_another_task(plan: Prepared) -> None:
    found = with_task(plan, "IV.2", text="Mua sắm trang thiết bị y tế cho bệnh viện đa khoa")
    assert [one.kind for one in found.tasks] == ["added", "removed"]


def test_capitals_and_punctuation_are_no_change_but_accents_are(plan: Prepared) -> None:
    text = plan.plan.task("I.4").text
    assert not with_task(plan, "I.4", text=f" {text.upper()}. ")
    [task] = with_task(plan, "I.4", text=text.replace("cử tri", "cư tri")).tasks
    assert [one.field for one in task.fields] == ["text"]


def test_duties_are_compared_by_report_and_bodies(plan: Prepared) -> None:
    first, *rest = plan.plan.duties
    new = replace(plan.plan, duties=(replace(first, deadline="trước ngày 20/6/2024"), *rest[:-1]))
    found = compare(plan, replace(plan, plan=new))
    assert [one.kind for one in found.duties] == ["changed", "removed"]
    assert found.duties[0].fields[0].new == ("trước ngày 20/6/2024",)


def test_the_differences_read_as_sentences_and_as_json(plan: Prepared) -> None:
    found = with_task(plan, "I.3", deadlines=("Quý II/2024",))
    lines = list(diff_lines(found))
    assert "    Thời gian hoàn thành: “Quý I/2024” → “Quý II/2024”" in lines
    assert "    ⇒ hạn của “Kế hoạch”: 31/03/2024 → 30/06/2024" in lines
    [task] = json.loads(json.dumps(diff_json(found)))["tasks"]
    assert (task["change"], task["old_id"], task["new_id"]) == ("changed", "I.3", "I.3")
    assert task["effects"] == [
        {"kind": "due", "output": "Kế hoạch", "old": ["2024-03-31"], "new": ["2024-06-30"]}
    ]


@pytest.mark.parametrize("words", [("plan", "diff"), ("plan-diff",)])
def test_the_command_has_two_spellings(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(PLANS / "plan.docx"), str(PLANS / "plan.docx"), "--json"]
    monkeypatch.setattr("sys.argv", ["doichieu", *words, *files])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["tasks"] == []

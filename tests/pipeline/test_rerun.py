"""A second run knows the findings of the first, whatever the files are called by now."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipeline.run import Order, run_order
from tests.test_samples import EXPECTED, SAMPLES, Quiet

DAY = date.fromisoformat(EXPECTED["as_of"])


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox that may be changed, and the results of a first run."""
    folder = tmp_path_factory.mktemp("lan-chay")
    shutil.copytree(SAMPLES / "inbox", folder / "hop-thu")
    states(folder, "docx")
    return folder


def states(work: Path, form: str) -> Counter[str]:
    """Run over the inbox with the plan in one of its forms; the findings by state."""
    plan = SAMPLES / "plan" / f"plan.{form}"
    run_order(Order(work / "hop-thu", plan, work / "kq", DAY), Quiet())
    lines = (work / "kq" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return Counter(json.loads(line)["state"] for line in lines)


def test_nothing_changed(work: Path) -> None:
    before = (work / "kq" / "findings.jsonl").read_bytes()
    again = states(work, "docx")
    assert set(again) == {"unchanged"}
    assert before.replace(b'"new"', b'"unchanged"') == (work / "kq" / "findings.jsonl").read_bytes()


def test_renamed_files_and_another_form_of_the_plan(work: Path) -> None:
    inbox = work / "hop-thu"
    (inbox / "STP").rename(inbox / "So Tu phap nop lai")
    for path in sorted((inbox / "01. Sở Nội vụ").glob("*.docx")):
        path.rename(path.with_name(f"lan 2 - {path.name}"))
    assert set(states(work, "pdf")) == {"unchanged"}

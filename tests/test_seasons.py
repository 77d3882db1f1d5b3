"""The samples judged on three days, compared with what a careful person wrote by hand.

The truth of 20 December 2024 is samples/expected.toml; samples/expected_seasons.toml says what
differs in the middle of that year and after the mergers and the end of the districts in 2025.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.pipeline.reminders.occasion import remind, text_of
from tests.test_samples import EXPECTED, SAMPLES, Quiet, finding_place, hand_place, place

SEASONS = tomllib.loads((SAMPLES / "expected_seasons.toml").read_text(encoding="utf-8"))
DAYS = {
    "june_2024": SEASONS["june_2024"]["as_of"],
    "december_2024": EXPECTED["as_of"],
    "july_2025": SEASONS["july_2025"]["as_of"],
}
# Rules that only repeat the status of an obligation; the table of obligations holds them already.
OF_STATUS = {
    *("missing-output", "late-output", "undated-output", "wrong-issuer", "wrong-type"),
    *("cited-not-attached", "reported-not-done", "needs-review", "not-checkable"),
    *("missing-report", "late-report", "nothing-received"),
}


@dataclass(frozen=True, slots=True)
class Season:
    """What one run over the samples concluded."""

    obligations: list[sqlite3.Row]
    findings: list[sqlite3.Row]


def run_as_of(day: str, out: Path) -> Season:
    run_order(
        Order(SAMPLES / "inbox", SAMPLES / "plan/plan.docx", out, date.fromisoformat(day)), Quiet()
    )
    connection = sqlite3.connect(out / "doichieu.db")
    connection.row_factory = sqlite3.Row
    obligations = connection.execute(
        "SELECT o.*, d.path FROM obligations o LEFT JOIN documents d ON d.id = o.document_id"
    ).fetchall()
    findings = connection.execute(
        "SELECT f.*, o.output FROM findings f LEFT JOIN obligations o ON o.id = f.obligation_id "
        "WHERE f.state != 'fixed'"
    ).fetchall()
    connection.close()
    return Season(obligations, findings)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ket-qua")


@pytest.fixture(scope="module")
def seasons(out: Path) -> dict[str, Season]:
    """One database judged on the three days, one after the other."""
    return {name: run_as_of(day, out) for name, day in DAYS.items()}


def expected(season: str) -> dict[tuple[object, ...], tuple[str, str]]:
    """By hand: status and reason of every obligation on that day."""
    found = {hand_place(item): (item["status"], item["reason"]) for item in EXPECTED["obligation"]}
    for item in SEASONS["obligation"]:
        if season in item:
            found[hand_place(item)] = (item[season], item["reason"])
    for group in SEASONS["silent"]:
        for agency in group["agencies"]:
            for item in group["owed"]:
                found[hand_place({**item, "agency": agency})] = (item[season], item["reason"])
    return found


@pytest.mark.parametrize("season", DAYS)
def test_every_obligation_is_judged_as_by_hand(seasons: dict[str, Season], season: str) -> None:
    wanted = expected(season)
    judged: dict[tuple[object, ...], sqlite3.Row] = {
        place(row): row for row in seasons[season].obligations
    }
    assert judged.keys() == wanted.keys()
    wrong = [
        f"{key}: {judged[key]['status']}, not {status}: {why} | {judged[key]['reason']}"
        for key, (status, why) in wanted.items()
        if judged[key]["status"] != status
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("season", ["june_2024", "july_2025"])
def test_what_did_not_change_rests_on_the_same_paper(
    seasons: dict[str, Season], season: str
) -> None:
    changed = {hand_place(item) for item in SEASONS["obligation"] if season in item}
    judged: dict[tuple[object, ...], str] = {
        place(row): row["path"] for row in seasons[season].obligations
    }
    for item in EXPECTED["obligation"]:
        if hand_place(item) not in changed and item["status"] not in ("unreadable", "not_done"):
            assert item.get("document") in (None, judged[hand_place(item)]), item


def test_the_differences_are_true_differences() -> None:
    before = {hand_place(item): item["status"] for item in EXPECTED["obligation"]}
    for item in SEASONS["obligation"]:
        assert before[hand_place(item)] not in (item.get("june_2024"), item.get("july_2025"))
        assert "june_2024" in item or "july_2025" in item


def silent_agencies(season: Season) -> set[str]:
    return {row["agency_id"] for row in season.findings if row["rule"] == "nothing-received"}


def test_who_has_sent_nothing_by_that_day(seasons: dict[str, Season]) -> None:
    always = set(EXPECTED["nothing_received"])
    assert silent_agencies(seasons["june_2024"]) == always | set(
        SEASONS["june_2024"]["nothing_received_too"]
    )
    assert silent_agencies(seasons["july_2025"]) == always


def other_findings(season: Season) -> Counter[tuple[object, ...]]:
    """What is said of files, reports and rows, not of an obligation's status."""
    return Counter(
        finding_place(row)
        for row in season.findings
        if row["rule"] not in OF_STATUS
        and (row["rule"] == "plan-section-missing" or not row["rule"].startswith("plan-"))
    )


def hand_findings(items: list[dict[str, str]]) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            item["rule"],
            item["agency"],
            item.get("task", ""),
            item.get("output_no", item.get("output")),
        )
        for item in items
        if item["rule"] not in OF_STATUS
    )


def test_findings_about_files_and_reports(seasons: dict[str, Season]) -> None:
    always = hand_findings(EXPECTED["finding"])
    not_yet = hand_findings(SEASONS["june_2024"]["findings_not_yet"])
    assert not_yet <= always
    assert other_findings(seasons["june_2024"]) == always - not_yet
    assert other_findings(seasons["july_2025"]) == always


def test_reminders_of_ended_bodies_go_to_their_successors(seasons: dict[str, Season]) -> None:
    messages = {
        row["agency_id"]: row["message"]
        for row in seasons["july_2025"].findings
        if row["rule"] == "nothing-received"
    }
    for item in SEASONS["july_2025"]["successors"]:
        said = messages[item["agency"]]
        assert item["since"] in said
        assert "; ".join(item["names"]) in said
    before = {row["message"] for row in seasons["december_2024"].findings}
    assert not any("không còn hoạt động" in said for said in before)


@pytest.mark.parametrize("item", SEASONS["july_2025"]["successors"], ids=lambda i: i["agency"])
def test_the_letter_on_an_ended_body_says_who_took_over(
    seasons: dict[str, Season], out: Path, item: dict[str, list[str]]
) -> None:
    [nothing] = [
        row
        for row in seasons["july_2025"].findings
        if (row["rule"], row["agency_id"]) == ("nothing-received", item["agency"])
    ]
    with Store.decide(out / "doichieu.db") as store:
        wanted = [Wanted(nothing["fingerprint"], "confirm")]
        assert not take(store, wanted, Actor("Lan"), "cli").refused
    result = remind(out, agency=str(item["agency"]))
    [entry] = result.made
    said = text_of(result.folder / entry.file)
    taken = f"nay {', '.join(item['names'])} tiếp nhận nhiệm vụ."
    assert "phải thực hiện trước khi kết thúc hoạt động, " + taken in said
    # What fell to the office that writes, among others, is put before its own leaders.
    assert ("Kính gửi: " in said) == ("Sở Nội vụ" not in item["names"])


def test_what_is_still_owed_names_who_answers_for_it_now(seasons: dict[str, Season]) -> None:
    reasons = {place(row): row["reason"] for row in seasons["july_2025"].obligations}
    said = reasons[("so-thong-tin-va-truyen-thong", "II.4", 2, "")]
    assert "Sở Khoa học và Công nghệ; Sở Văn hóa, Thể thao và Du lịch thực hiện thay" in said
    assert "01/03/2025" in said
    said = reasons[("ubnd-thanh-pho-son-la", "II.5", 1, "")]
    assert "thực hiện thay UBND thành phố Sơn La từ 01/07/2025" in said


def test_nothing_of_2024_is_laid_on_a_successor(seasons: dict[str, Season]) -> None:
    owing = [{row["agency_id"] for row in season.obligations} for season in seasons.values()]
    assert owing[0] == owing[1] == owing[2]
    assert not owing[2] & {"so-nong-nghiep-va-moi-truong", "so-dan-toc-va-ton-giao"}


def test_a_later_day_never_makes_missing_pending(seasons: dict[str, Season]) -> None:
    days = [{row["id"]: row["status"] for row in season.obligations} for season in seasons.values()]
    for earlier, later in pairwise(days):
        for identity, status in earlier.items():
            if status != "pending":
                assert later[identity] != "pending"

"""What a clerk asks for, and what is settled from the plan and the record before writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import UserError
from pipeline.outputs.report import Report
from pipeline.reminders.rounds import Row
from pipeline.reminders.template import LETTER
from rules.agencies import Agency
from rules.reminders import most_rounds, reply_day
from rules.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk asks for; what is left open is taken from the plan, the record or the data."""

    out: Path
    agency: str = ""
    round: int = 0
    reply_by: date | None = None
    plan_number: str = ""
    plan_date: date | None = None
    template: Path = LETTER
    sender: str = ""
    by: str = ""


def round_number(asked: int, last: int) -> int:
    """The round asked for, or the one at work; UserError where one before it is missing."""
    number = asked or max(1, last)
    if number > most_rounds():
        raise UserError(
            f"--round {number}: chỉ đôn đốc đến lần {most_rounds()}; hãy báo cáo lãnh đạo"
        )
    if number > last + 1:
        raise UserError(f"--round {number}: chưa làm đợt {number - 1}; hãy dùng --round {last + 1}")
    return number


def answer_day(order: Order, as_of: date, known: Iterable[Row], earlier: Iterable[Row]) -> date:
    """The day asked for, that of this round so far, or some working days after judging.

    It comes after the day of judging and after the answer day of the round before.
    """
    held = next((date.fromisoformat(row["reply_by"]) for row in known), None)
    before = max((date.fromisoformat(row["reply_by"]) for row in earlier), default=as_of)
    day = order.reply_by or held or reply_day(max(as_of, before))
    if day > max(as_of, before):
        return day
    than = "ngày đối chiếu" if before <= as_of else "hạn trả lời của đợt trước"
    raise UserError(
        f"--reply-by: {day:%d/%m/%Y} không sau {than} {max(as_of, before):%d/%m/%Y}; "
        "hãy chọn ngày muộn hơn"
    )


def sender_of(report: Report, given: str) -> Agency:
    """The office that reminds: the one named, or the one that the plan sends reports to."""
    wanted = given or report.plan.report_to
    found = _agency(report, wanted) if wanted else None
    if found is None:
        said = f"“{wanted}” không có trong danh sách cơ quan" if wanted else "chưa rõ cơ quan gửi"
        raise UserError(f"{report.plan.source}: {said}; hãy cho, ví dụ --sender so-noi-vu")
    return found


def wanted_agency(report: Report, given: str) -> str:
    """The id of the only agency asked for, by id or name; empty for all."""
    if not given:
        return ""
    found = _agency(report, given)
    if found is None:
        raise UserError(f"--agency {given}: không có cơ quan này; ví dụ --agency so-y-te")
    return found.id


def _agency(report: Report, words: str) -> Agency | None:
    if words in report.agencies:
        return report.agencies[words]
    typed = fold(words)
    for agency in report.agencies.values():
        if typed in (fold(agency.name), *map(fold, agency.other_names)):
            return agency
    return None

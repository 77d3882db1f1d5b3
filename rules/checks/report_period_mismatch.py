"""A periodic report speaks of another time than the plan's data window."""

from __future__ import annotations

from collections.abc import Iterator

from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Paper, Role
from rules.model.plan import Duty, Plan

_OUTPUTS = {Role.REPORT_6M: "report:6m", Role.REPORT_YEAR: "report:year"}


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each periodic report whose stated window or year is not the plan's."""
    for paper in dossier.papers:
        duty = _duty(paper, dossier.plan)
        if duty is None or not _differs(paper, duty, dossier.plan):
            continue
        period = paper.period
        told = _window(period.data_from, period.data_to) or period.words()
        asked = _window(duty.data_from, duty.data_to)
        agency_id = paper.issuer_id or paper.sender_id
        yield Problem(
            message=f"{name_paper(paper)} lấy số liệu {told}, kế hoạch yêu cầu {asked}.",
            message_en=f"{name_paper(paper)} covers {told}; the plan asks for {asked}.",
            agency_id=agency_id,
            document_id=paper.id,
            subject=duty.output,
            facts=(told, asked),
        )


def _duty(paper: Paper, plan: Plan) -> Duty | None:
    output = _OUTPUTS.get(paper.role)
    return next((duty for duty in plan.duties if duty.output == output and duty.data_to), None)


def _differs(paper: Paper, duty: Duty, plan: Plan) -> bool:
    period = paper.sure_period
    if period.data_from and period.data_from != duty.data_from:
        return True
    if period.data_to and period.data_to != duty.data_to:
        return True
    return period.year is not None and plan.year is not None and period.year != plan.year


def _window(start: object, end: object) -> str:
    if not start and not end:
        return ""
    return f"{_day(start)} - {_day(end)}"


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"

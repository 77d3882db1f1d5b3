"""To whom a letter goes: to the body that owes, or to who took over from it."""

from __future__ import annotations

from pipeline.outputs.report import Report
from rules.agencies import Agency
from rules.model.agency import heirs
from rules.reminders import address, say


def successors_of(report: Report, agency: Agency) -> tuple[Agency, ...]:
    """Who answers for a body that has surely ended by the day of the list; else nobody."""
    if agency.end_unsure:
        return ()
    found = heirs(report.agencies, agency.id, report.as_of)
    return tuple(report.agencies[id] for id in found if id in report.agencies)


def recipient_name(report: Report, agency: Agency) -> str:
    """The name by which the text of the letter calls whom it goes to."""
    heirs = successors_of(report, agency)
    return ", ".join(one.name for one in heirs) or agency.name


def addressee(report: Report, agency: Agency) -> str:
    """Whom "Kính gửi" names."""
    bodies = successors_of(report, agency) or (agency,)
    return "; ".join(address(one.id, one.name) for one in bodies)


def succession(report: Report, agency: Agency) -> str:
    """The sentence that tells a successor why it is written to; empty where nobody took over."""
    if not successors_of(report, agency):
        return ""
    return " " + say(
        "letter", "succession", ended=agency.name, recipient=recipient_name(report, agency)
    )

"""A plan made ready for judging: settings, agencies, who owes what by when, days entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.errors import UserError
from pipeline.matching.matcher import Matcher
from pipeline.notices import dates_notices, settings_notices
from pipeline.plans.dates_entered import EnteredRow, enter_dates, read_entered
from pipeline.plans.dates_workbook import FILE
from pipeline.plans.plan import load_plan
from pipeline.plans.plan_revision import revise
from pipeline.plans.settings import settings_for
from rules import agencies
from rules.agencies import Registry
from rules.agency_file import AgencyFileError
from rules.catalogue import Rule, in_force
from rules.document_types import DocumentTypes
from rules.judging.timing import ReportingYear
from rules.messages import Words
from rules.model.plan import Obligation, Plan, PlanDefect
from rules.plan.defects import find_defects
from rules.plan.obligations import oblige, reporting_year
from rules.plan.parties import foreign_list, parties_of
from rules.settings import PLAIN, Settings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with everything that follows from it before any paper is read.

    ``dates`` is the name of the workbook that base dates were taken from, ``entered`` how many.
    """

    plan: Plan
    registry: Registry
    types: DocumentTypes
    obligations: tuple[Obligation, ...]
    settings: Settings = PLAIN
    dates: str = ""
    entered: int = 0

    def matcher(self) -> Matcher:
        """What finds the task that a text speaks of."""
        return Matcher(self.plan, self.registry, self.types)

    def year(self) -> ReportingYear:
        """The days that the plan's papers are dated in."""
        start, end = reporting_year(self.plan)
        return ReportingYear(start, end, self.plan.year or end.year)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules as the settings leave them."""
        return in_force(self.settings)

    def defects_told(self) -> tuple[PlanDefect, ...]:
        """The defects of the plan whose rules are on."""
        return tuple(one for one in self.plan.defects if self.rules[one.rule].on)

    def notices(self, words: Words) -> tuple[str, ...]:
        """What shaped the plan's reading beside its own words."""
        changes = self.plan.changes
        return (
            *(words.choose(one.message, one.message_en) for one in changes),
            *settings_notices(self.settings, self.rules.values(), words),
            *dates_notices(self.dates, self.entered, words),
        )


def prepare(
    plan_path: Path,
    settings_file: Path | None = None,
    dates_file: Path | None = None,
    agencies_file: Path | None = None,
    revisions: Sequence[Path] = (),
) -> Prepared:
    """Read a plan; who owes what by when, and what is wrong with the plan itself.

    Settings and days that a clerk entered come from the files named, else from those beside the
    plan, where there are any. The list of agencies is the one named, else that of the settings.
    """
    written = prepare_as_written(plan_path, settings_file, agencies_file, revisions)
    file, rows = _entered_rows(plan_path, dates_file)
    year = written.plan.year
    obligations = enter_dates(written.obligations, rows, written.settings, year)
    return replace(
        written,
        obligations=obligations,
        dates=file,
        entered=sum(bool(due.deadline.entered) for due in obligations),
    )


def prepare_as_written(
    plan_path: Path,
    settings_file: Path | None = None,
    agencies_file: Path | None = None,
    revisions: Sequence[Path] = (),
) -> Prepared:
    """A plan, revised by the papers named, without the days that a clerk entered."""
    settings = settings_for(plan_path, settings_file)
    settings = replace(settings, agencies=agencies_file or settings.agencies)
    read = revise(load_plan(plan_path), revisions)
    plan = replace(read, year_from=settings.year_from, year_to=settings.year_to)
    listed, types = _agencies(plan, settings), DocumentTypes.load()
    registry = parties_of(plan, listed)
    obligations = oblige(plan, registry, types, settings)
    defects = (
        *plan.defects,
        *find_defects(plan, listed, obligations, settings),
        *foreign_list(plan, listed),
    )
    return Prepared(replace(plan, defects=defects), registry, types, obligations, settings)


def _agencies(plan: Plan, settings: Settings) -> Registry:
    try:
        return agencies.load(settings.agencies, on=_last_day(plan))
    except AgencyFileError as error:
        raise UserError(f"{error}; hãy sửa tệp danh mục cơ quan") from error


def _last_day(plan: Plan) -> date | None:
    """The day whose agencies a plan means by their names; null for a plan of no known year."""
    return reporting_year(plan)[1] if plan.year else None


def _entered_rows(plan: Path, named: Path | None) -> tuple[str, tuple[EnteredRow, ...]]:
    beside = plan.parent / FILE
    path = named or (beside if beside.is_file() and beside != plan else None)
    return (path.name, read_entered(path)) if path else ("", ())

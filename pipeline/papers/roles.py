"""What a paper is in the hand-in: the agency's plan, a periodic report, evidence, or other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.papers import letters
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Header, Period, Role
from rules.model.plan import Plan
from rules.plan_subject import Subject, subject_of
from rules.vietnamese.header_words import flat
from rules.vietnamese.periods import named_years, read_period

OPENING = 2500  # letters in which a report says what it is and of which time

# "giải trình về việc chậm ...", "V/v giải trình các nội dung": the act itself; a plan on the
# duty to explain ("trách nhiệm giải trình với người dân") does not begin so.
_EXPLAINS = re.compile(
    r"^(?:v/v\s+|ve\s+viec\s+|viec\s+)?(?:bao cao\s+)?giai trinh"
    r"(?!\s+(?:voi|cua|truoc)\s+(?:nguoi dan|nhan dan|cong dan))"
)
_REPORTS = re.compile(r"(?<!\w)(?:bao cao|ket qua|tinh hinh|tong hop)(?!\w)")
_NOTICES = frozenset(
    {"Giấy mời", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Giấy giới thiệu", "Giấy nghỉ phép"}
)
_FORMS = frozenset({"", "Biểu", "Phụ lục", "Danh mục", "Đề cương"})
_HALF_YEAR = range(5, 9)  # months in which a report on "năm" is the one of the first half


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of the plan, to tell its papers from others."""

    plan: Plan
    subject: Subject
    types: DocumentTypes
    registry: Registry

    @staticmethod
    def of(plan: Plan, types: DocumentTypes, registry: Registry) -> Reader:
        """A reader for that plan."""
        return Reader(plan, subject_of(plan.title, plan.text, plan.province), types, registry)

    def role(self, header: Header, text: str, own: bool, collector: bool) -> tuple[Role, Period]:
        """Role and period; ``own`` says the agency that hands in has issued the paper itself,

        ``collector`` that it is the body that the reports go to.
        """
        title, opening = flat(header.title), text[:OPENING]
        period = read_period(header.title, opening) if self._tells_time(header) else Period()
        if header.doc_type in _NOTICES:
            return Role.OTHER, Period()
        if _EXPLAINS.match(title):
            return Role.EXPLANATION, period
        if header.doc_type in ("Kế hoạch", "Quyết định"):
            # A decision that issues the plan is that plan too.
            plan = self.types.satisfies("Kế hoạch", header.doc_type, header.title)
            is_own = own and plan and self._is_own_plan(header)
            return (Role.PLAN if is_own else Role.EVIDENCE), period
        if self._is_report(header, text, collector):
            return self._periodic(header, period, opening)
        return Role.EVIDENCE, period

    def _tells_time(self, header: Header) -> bool:
        kind = header.doc_type
        return (
            kind in _FORMS
            or self.types.is_periodic(kind)
            or self.types.undated(kind)
            or (kind == "Công văn" and bool(letters.SUBJECT.match(flat(header.title))))
        )

    def _is_own_plan(self, header: Header) -> bool:
        if not any(duty.output == "report:plan" for duty in self.plan.duties):
            return False  # nobody owes a plan of their own: it can only answer a task
        years = named_years(header.title)
        if self.plan.year is not None and years and years != (self.plan.year,):
            return False
        if not years and header.issued_on and self.plan.year:
            first = date(self.plan.year - 1, 12, 1)
            if not first <= header.issued_on <= date(self.plan.year, 12, 31):
                return False
        return self.subject.is_same(self._without_names(header.title))

    def _is_report(self, header: Header, text: str, collector: bool) -> bool:
        """Whether it reports on the carrying out of this plan, in a report, form or letter."""
        title = flat(header.title)
        if header.doc_type in _FORMS:
            if not _REPORTS.search(title):
                return False
        elif header.doc_type == "Công văn":
            if collector or not letters.SUBJECT.match(title):
                return False
            if not letters.is_report(text, self._collectors(), self.registry):
                return False
        elif header.doc_type != "Báo cáo":
            return False
        return self.is_about(header.title, text)

    def _collectors(self) -> frozenset[str]:
        """The bodies that the reports go to: the one the plan names, and the province itself."""
        named = self.registry.identify(self.plan.report_to) if self.plan.report_to else ""
        return frozenset({named, self.registry.province_id} - {""})

    def is_about(self, title: str, text: str) -> bool:
        """Whether a title, or the number of the plan in it, speaks of this plan.

        A title that names no subject ("Kết quả thực hiện nhiệm vụ năm 2024") is about what its
        first paragraphs name.
        """
        plain = self._without_names(title)
        if self.subject.is_same(plain) or self._names_number(title):
            return True
        if not self.subject.is_bare(plain):
            return False
        opening = text[:OPENING]
        return self._names_number(opening) or self.subject.is_named(opening)

    def _without_names(self, title: str) -> str:
        """The title without agencies: "Thanh tra tỉnh" is no inspection of anything."""
        for mention in reversed(self.registry.mentions(title)):
            title = f"{title[: mention.start]} {title[mention.end :]}"
        return title

    def _names_number(self, text: str) -> bool:
        if not re.search(r"\d", self.plan.number):
            return False
        pieces = re.findall(r"\w+|[^\w\s]", flat(self.plan.number))
        number = r"\s*".join(map(re.escape, pieces))
        return bool(re.search(rf"(?<!\d){number}(?!\w)", flat(text)))

    def _periodic(self, header: Header, period: Period, opening: str) -> tuple[Role, Period]:
        if self._is_old(header, period):
            return Role.EVIDENCE, period
        period = self._settled(header, period, opening)
        if period.kind == "6m":
            return Role.REPORT_6M, period
        if period.kind in ("year", "9m", ""):
            return (Role.REPORT_YEAR if period.kind == "year" else Role.EVIDENCE), period
        return Role.EVIDENCE, period

    def _is_old(self, header: Header, period: Period) -> bool:
        """Whether it is last year's report, made at its own time, not a wrong one for this year."""
        if period.year is None or self.plan.year is None or period.year >= self.plan.year:
            return False
        return header.issued_on is not None and header.issued_on < date(self.plan.year, 3, 1)

    def _settled(self, header: Header, period: Period, opening: str) -> Period:
        """Half-year or year, where "năm 2024" in the title may only be the plan's name."""
        if period.kind not in ("year", ""):
            return period
        half = read_period(opening)
        if period.data_to is not None:
            kind = "6m" if period.data_to.month <= 8 else "year"
        elif half.kind == "6m" and not re.search(r"ca nam", flat(opening)):
            kind = "6m"
        elif header.issued_on and header.issued_on.month in _HALF_YEAR:
            kind = "6m" if header.issued_on.year == (period.year or self.plan.year) else "year"
        else:
            kind = "year" if period.kind or header.issued_on else ""
        return replace(period, kind=kind, year=period.year or _year(header, self.plan))


def _year(header: Header, plan: Plan) -> int | None:
    """The year a report without one speaks of: its own, in January the one before."""
    if header.issued_on is None:
        return plan.year
    return header.issued_on.year - (header.issued_on.month == 1)

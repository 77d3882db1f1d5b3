"""The reporting duties that a plan's prose lays on bodies, and where reports go.

A duty is read from a phrase of time with its words ("trước ngày 10/6/2024"), the period named
before it ("06 tháng đầu năm") and the bodies that the point speaks to. Nothing is guessed: a
phrase without a day gives no duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rules.model.plan import Duty
from rules.plan.bodies import split_bodies
from rules.plan.outline import Passage
from rules.plan.periodic import periodic_reports
from rules.plan.prose_words import either
from rules.vietnamese.dates import make_date

# "10/6/2024", "ngày 10 tháng 6 năm 2024", "15/6"; a month alone ("trước 12/2024") is no day.
_DAY = (
    r"(?:ngày\s+)?(\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(\d{1,2})"
    r"(?:\s*(?:/|-|\s+năm\s+)\s*(\d{4}))?(?!\s*\d)"
)
_BEFORE = rf"({either('until')}(?:\s+(?:hết|vào))?)\s+"
_DUE = re.compile(rf"{_BEFORE}{_DAY}(?:\s*(?:,|;|và|hoặc)\s*(?:{_BEFORE})?{_DAY})*", re.IGNORECASE)
_LEAD_WORDS = re.compile(_BEFORE, re.IGNORECASE)
_ONE_DAY = re.compile(_DAY, re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?P<half>{either('half')})|(?P<other>{either('other_period')})|(?P<year>{either('year')})",
    re.IGNORECASE,
)
_WINDOW = re.compile(rf"số liệu.{{0,60}}?từ\s+{_DAY}\s+đến(?:\s+hết)?\s+{_DAY}", re.IGNORECASE)
_OWN_PLAN = re.compile(either("own_plan"), re.IGNORECASE | re.DOTALL)
_REPORT = re.compile(r"báo cáo", re.IGNORECASE)
# The kind of body is written with a capital: "về Sở Nội vụ", not "về phòng, chống".
_BODY = r"((?:Sở|Văn phòng|Ban|Thanh tra|Công an|Bộ|Cục|Chi cục|Phòng)\s+[^),.;:]*?)"
_VIA = re.compile(
    rf"(?:qua|về|gửi|đến|cho)\s+{_BODY}(?=\s*(?:[),.;:]|$|{either('after_collector')}\b))"
)


def find_duties(passages: Sequence[Passage], year: int | None) -> tuple[Duty, ...]:
    """The duties in the order of the plan, each body and report once."""
    duties: list[Duty] = []
    groups = _by_letter(passages)
    for group in groups:
        if not _organises(group[0].part_title):
            continue
        for duty in _duties_of(group, year):
            if all((d.output, d.owes) != (duty.output, duty.owes) for d in duties):
                duties.append(duty)
    return tuple(duties)


def report_to(passages: Sequence[Passage]) -> str:
    """The body that collects the reports: named with "qua" or "về" most often."""
    names: list[str] = []
    for passage in passages:
        for found in _VIA.finditer(passage.text):
            around = passage.text[max(0, found.start() - 150) : found.end()]
            if re.search(r"báo cáo|gửi|phản ánh", around, re.IGNORECASE):
                names.append(" ".join(found[1].split()))
    return max(names, key=names.count) if names else ""


def _organises(title: str) -> bool:
    return bool(re.search(r"tổ chức|thực hiện|trách nhiệm|báo cáo|phân công", title, re.IGNORECASE))


def _by_letter(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Paragraphs that belong together: the same part, point and letter."""
    groups: list[list[Passage]] = []
    for passage in passages:
        if groups and groups[-1][0].id == passage.id:
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def _duties_of(group: Sequence[Passage], year: int | None) -> Iterator[Duty]:
    text = " ".join(passage.text for passage in group)
    owes = bodies_of(group[0])
    reach = 0
    for due in _DUE.finditer(text):
        before = text[reach : due.start()]
        sentence = _sentence(text, due.start())
        rest = text[due.end() : _next_due(text, due.end())]
        for output, deadline in _outputs(before, sentence, text[: due.end()], due, year):
            found = _window(rest, year)
            anchor = next((p.anchor for p in group if due.group() in p.text), group[0].anchor)
            duty = Duty(output, owes, deadline, text, anchor=anchor)
            yield replace(duty, data_from=found[0], data_to=found[1]) if found else duty
        reach = due.end()
    for output, deadline in periodic_reports(text, year):
        yield Duty(output, owes, deadline, text, anchor=group[0].anchor)


def _next_due(text: str, start: int) -> int:
    following = _DUE.search(text, start)
    return following.start() if following else len(text)


def _sentence(text: str, at: int) -> str:
    """The sentence up to a place; ``06/2024.`` and ``./.`` end none."""
    return re.split(r"(?<=[^\d/])\.\s+(?=[A-ZĐÀ-Ỹ])", text[:at])[-1]


def _outputs(
    before: str, sentence: str, whole: str, due: re.Match[str], year: int | None
) -> Iterator[tuple[str, str]]:
    """Which report is due on which day, in the plan's words."""
    days = list(_ONE_DAY.finditer(due.group()))
    periods = [(found.lastgroup or "") for found in _PERIOD.finditer(before)]
    if (not periods and not _REPORT.search(sentence)) or _about_plan(sentence, whole):
        if _OWN_PLAN.search(whole):
            yield "report:plan", _words(due, days[0], year, "")
        return
    kinds = [
        kind for at, kind in enumerate(periods) if kind != "other" or "other" not in periods[:at]
    ]
    kinds = _paired(kinds, days, bool(_REPORT.search(sentence + before)))
    for kind, day in zip(kinds, days, strict=False):
        if kind in ("half", "year"):
            yield ("report:6m" if kind == "half" else "report:year"), _words(due, day, year, kind)


def _about_plan(sentence: str, whole: str) -> bool:
    """Whether the last verb before the day speaks of issuing a plan, not of reporting."""
    plan, report = (
        max((f.start() for f in re.finditer(word, sentence, re.IGNORECASE)), default=-1)
        for word in (r"ban hành|xây dựng kế hoạch|kế hoạch", r"báo cáo")
    )
    return plan > report and bool(_OWN_PLAN.search(whole))


def _paired(kinds: list[str], days: Sequence[re.Match[str]], reports: bool) -> list[str]:
    """The period of each day: as many periods as days pair in order; else the last one named."""
    if len(kinds) >= len(days) and kinds:
        return kinds[-len(days) :] if len(days) > 1 else kinds[-1:]
    if not reports:
        return []
    return [_by_month(int(day[2])) for day in days]


def _by_month(month: int) -> str:
    """An unnamed report: what is due in June or July covers half the year, at its end the year."""
    if month in (5, 6, 7):
        return "half"
    return "year" if month in (11, 12, 1) else ""


def _words(due: re.Match[str], day: re.Match[str], year: int | None, kind: str) -> str:
    """The plan's words for one day; a day without a year takes the plan's."""
    words = _LEAD_WORDS.match(due.group())
    lead = f"{' '.join(words[1].split()).lower()} ngày" if words else "ngày"
    if day[3] or year is None:
        return f"{lead} {re.sub(r'^ngày ', '', ' '.join(day.group().split()))}"
    own = year + 1 if kind == "year" and int(day[2]) <= 2 else year
    return f"{lead} {day[1]}/{day[2]}/{own}"


def _window(text: str, year: int | None) -> tuple[date, date] | None:
    found = _WINDOW.search(text)
    if not found:
        return None
    numbers = [int(part) if part else None for part in found.groups()]
    first = make_date(numbers[0] or 0, numbers[1] or 0, numbers[2] or numbers[5] or year or 0)
    last = make_date(numbers[3] or 0, numbers[4] or 0, numbers[5] or year or 0)
    return (first, last) if first and last else None


_LEAD_IN = re.compile(rf"^{either('lead_in')}\s+(?=\S)", re.IGNORECASE)
_VERBS = re.compile(rf"\s+(?={either('verbs')}\b)", re.IGNORECASE)


def bodies_of(passage: Passage) -> tuple[str, ...]:
    """The bodies a point speaks to: what stands before its colon or first verb."""
    opening = passage.point_text or passage.text
    colon = opening.find(":")
    head = opening[:colon] if 0 < colon < 220 else opening
    if colon < 0 or colon >= 220:
        head = _VERBS.split(head, maxsplit=1)[0]
    head = re.split(r"\.\s", head, maxsplit=1)[0].strip(" .,")
    if len(head) > 200:
        return ()
    named = []
    for body in split_bodies(head):
        while found := _LEAD_IN.match(body):
            body = body[found.end() :]
        named.append(body.strip(" ,."))
    return tuple(body for body in named if body)

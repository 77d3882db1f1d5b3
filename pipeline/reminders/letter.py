"""What stands in a letter or note: the values of the template's fields, all of them plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from pipeline.outputs.clean import clean
from pipeline.outputs.report import Report
from pipeline.reminders.given import PlanPaper, title_of
from pipeline.reminders.items import Item
from pipeline.reminders.received import (
    Received,
    by_parent,
    received_from,
    silent_members,
)
from pipeline.reminders.recipients import (
    addressee,
    recipient_name,
    succession,
    successors_of,
)
from rules import reminders as wordbook
from rules.agencies import Agency
from rules.reminders import say

Fields = dict[str, object]

_EM = 13.0  # points: the size in which the sender's name is set
_LETTER, _BLANK = 0.74, 0.25  # mean width of a bold capital of Times, and of a blank, in ems
_LINE = 0.42  # of the name: the decree asks for a third to a half
_DAY_FORMS = (("", ""), ("02", "02"), ("02", ""), ("", "02"))  # 9/6, 09/06, 09/6, 9/06


@dataclass(frozen=True, slots=True)
class Past:
    """The last letter to an agency, and how often each of its items was named before."""

    turn: int = 0
    reply_by: str = ""
    number: str = ""
    issued_on: str = ""
    items: frozenset[str] = frozenset()
    times: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who reminds, on which plan, with which answer day."""

    sender: Agency
    paper: PlanPaper
    reply_by: date


def letter_fields(
    report: Report, on: Occasion, agency: Agency, items: Sequence[Item], past: Past
) -> Fields:
    """The fields of the letter to one agency, or to a group that owes as one."""
    silent, members = silent_members(report, agency.id)
    received = [asdict(one) for one in papers_of(report, agency)]
    rule = wordbook.wording(on.sender.kind, recipient_kind(report, agency))
    values: Fields = {
        **_shared(report, on, items, past),
        "recipient": addressee(report, agency) if members else recipient_name(report, agency),
        "verb": rule.verb,
        "papers": f"{len(received):02}",
        "annex_items": "I",
        "annex_members": "II",
        "annex_received": "III" if silent else "II",
        "heard": members - len(silent),
        "members": members,
        "silent": len(silent),
    }
    state = _state(bool(members), len(silent) == members, bool(received))
    ask = "ask" if past.turn + 1 < wordbook.most_rounds() else "ask_3"
    closing = "closing_ordering" if rule.verb == "yêu cầu" else "closing_asking"
    fields = {
        **values,
        "addressee": addressee(report, agency),
        "subject": say("letter", "subject_2" if past.turn else "subject_1", **values),
        "basis": say("letter", "basis", **values) + succession(report, agency),
        "last": _last(values, items, past),
        "state": say("letter", state, **values),
        "ask": say("letter", ask, **values),
        "requests": _numbered(one.format(**values) for one in _requests(items)),
        "closing": say("letter", closing, **values),
        "attached": say("letter", "attached", **values),
        "received": received,
        "received_note": say("letter", "received_note", **values),
        "none_received": say("letter", "none_received", **values),
        "not_heard": [
            {"above": above, "number": len(names), "names": "; ".join(names)}
            for above, names in by_parent(report, silent)
        ],
        "copies": _copies(on.sender, bool(members), values),
    }
    return _all_plain(fields)


def note_fields(
    report: Report, on: Occasion, agency: Agency, items: Sequence[Item], past: Past
) -> Fields:
    """The fields of the note on what the collecting office owes itself, or took over from a body.

    What it took over is said to be the other's: it is no fault of the office.
    """
    values = {**_shared(report, on, items, past), "recipient": on.sender.name, "annex_items": ""}
    return _all_plain(
        {
            **values,
            "title": say("note", "title"),
            "subject": say("note", "subject", **values),
            "addressee": say("note", "addressee", **values),
            "basis": say("note", "basis", **values),
            "ask": f"{succession(report, agency)} {say('note', 'ask', **values)}".strip(),
        }
    )


def papers_of(report: Report, agency: Agency) -> list[Received]:
    """What was received from a body and who took over; from a group, from any member."""
    heirs = [one.id for one in successors_of(report, agency)]
    own = {agency.id, *_members(report, agency.id)}
    return list(received_from(report, own, heirs, agency.valid_to))


def recipient_kind(report: Report, agency: Agency) -> str:
    """The kind of the body, for a group that of its members."""
    members = _members(report, agency.id)
    first = report.agencies.get(members[0]) if members else None
    return first.kind if first else agency.kind


def office_lines(name: str, province: str) -> list[str]:
    """The name of an office as it stands at the head of its papers.

    ``province`` follows a name that ends in "tỉnh", where no parent above names it.

    >>> office_lines("UBND tỉnh", "Sơn La"), office_lines("Thanh tra tỉnh", "")
    (['ỦY BAN NHÂN DÂN', 'TỈNH SƠN LA'], ['THANH TRA TỈNH'])
    """
    whole = f"{name} {province}" if name.endswith(" tỉnh") and province else name
    name = wordbook.address("", whole).upper()
    for body in ("ỦY BAN NHÂN DÂN ", "HỘI ĐỒNG NHÂN DÂN "):
        if name.startswith(body):
            return [body.strip(), name.removeprefix(body)]
    return [name]


def _shared(report: Report, on: Occasion, items: Sequence[Item], past: Past) -> Fields:
    """What letters and notes have in common."""
    plan, sender = report.plan, on.sender
    office = wordbook.office(sender.kind, sender.name)
    place = sender.name.split(maxsplit=2)[-1] if sender.kind == "ubnd_huyen" else plan.province
    sign = sender.signs[0] if sender.signs else "……"
    level = sender.name if sender.kind == "ubnd_huyen" else "UBND tỉnh"
    lines = office_lines(sender.name, "" if office.parent else plan.province)
    cited = on.paper.cited(plan, level)
    return {
        "sender": sender.name,
        "sender_lines": lines,
        "sender_line": _line_under(lines[-1]),
        "parent_lines": [one.format(PROVINCE=plan.province.upper()) for one in office.parent],
        "leaders": office.leaders,
        "then": office.then,
        "signing": list(office.signing),
        "signer": "",
        "sign": sign,
        "number": say("letter", "number", sign=sign),
        "place_and_date": say("letter", "place_and_date", place=place),
        "plan": cited,
        "plan_called": _called(cited),
        "plan_short": f"Kế hoạch {title_of(plan)}",
        "as_of": f"{report.as_of:%d/%m/%Y}",
        "reply_by": f"{on.reply_by:%d/%m/%Y}",
        "turn": past.turn + 1,
        "count": f"{len(items):02}",
        "counts": _counts(items),
        "items": [_row(number, one, past) for number, one in enumerate(items, 1)],
    }


def _row(number: int, item: Item, past: Past) -> Fields:
    times = past.times[item.id]
    without_task = say("letter", "duty" if item.output else "paper")
    sentence = "due_part" if item.part else "due"
    day = f"{item.due:%d/%m/%Y}" if item.due and not _says_day(item.deadline, item.due) else ""
    due = say("letter", sentence, part=item.part, due=day) if day else item.part
    return {
        "no": number,
        "code": item.code,
        "task_id": item.task_id,
        "task": f"{item.task_id}. {item.task}" if item.task else without_task,
        "output": item.output,
        "deadline": item.deadline,
        "due": due,
        "wrong": item.wrong,
        "reminded": say("letter", "reminded", times=times) if times else "",
    }


def _says_day(deadline: str, due: date) -> bool:
    """Whether the plan's own words name the last day ("chậm nhất ngày 30/01/2024")."""
    return any(
        f"{due.day:{day}}/{due.month:{month}}/{due.year}" in deadline for day, month in _DAY_FORMS
    )


def _state(group: bool, all_silent: bool, received: bool) -> str:
    """Which sentence tells how things stand."""
    if group:
        return "state_group_none" if all_silent else "state_group"
    return "state_some" if received else "state_none"


def _called(cited: str) -> str:
    """The plan as cited, with the name that the rest of the letter calls it by."""
    name = "sau đây gọi là Kế hoạch"
    return f"{cited[:-1]}; {name})" if cited.endswith(")") else f"{cited} ({name})"


def _counts(items: Sequence[Item]) -> list[str]:
    """``- 03 sản phẩm, báo cáo chưa nhận được;`` for every kind of thing outstanding."""
    found = Counter(item.group for item in items)
    lines = [
        f"- {found[id]:02} {name}" for id, name in wordbook.words("group").items() if found[id]
    ]
    return [*(f"{one};" for one in lines[:-1]), *(f"{one}." for one in lines[-1:])]


def _last(values: Fields, items: Sequence[Item], past: Past) -> str:
    if not past.turn:
        return ""
    still = len(past.items & {item.id for item in items})
    sign = values["sign"]
    return say(
        "letter",
        "last_2" if still else "last_2_done",
        **values,
        last_number=past.number or say("letter", "blank_number", sign=sign),
        last_date=past.issued_on or say("letter", "blank_date"),
        last_turn=past.turn,
        last_reply_by=past.reply_by,
        before=f"{len(past.items):02}",
        open=f"{still:02}",
    )


def _requests(items: Sequence[Item]) -> list[str]:
    return wordbook.requests({item.group for item in items})


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _copies(sender: Agency, group: bool, values: Fields) -> list[str]:
    of_ubnd = sender.kind.startswith("ubnd")
    table = "of_ubnd" if of_ubnd else "group" if group else "one"
    return [f"- {line.format(**values)}" for line in wordbook.copies_to(table)]


def _members(report: Report, agency_id: str) -> tuple[str, ...]:
    for judgement in report.judgements:
        if judgement.obligation.agency_id == agency_id and judgement.obligation.members:
            return judgement.obligation.members
    return ()


def _line_under(name: str) -> int:
    """The points of the line that the decree asks for under a name of this length."""
    width = sum(_BLANK if sign == " " else _LETTER for sign in name) * _EM
    return round(width * _LINE)


def _all_plain(fields: Fields) -> Fields:
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> object:
    """The values with every text made fit for a document."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value

"""The rows of agencies' own tables that are surely rows of one task of the plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pipeline.plans.plan_pairs import plain
from rules.agencies import Registry
from rules.model.dossier import TableRow
from rules.model.papers import Band, Paper
from rules.model.plan import Obligation, Plan, Task
from rules.model.said import Said
from rules.plan.obligations import reporting_year
from rules.vietnamese.text import key

_LEAST_WORDS = 4  # of a row whose words say which task it is
# Names that stand for one body wherever they are written; "Phòng Cải cách hành chính", "Văn phòng
# Sở" or "Thanh tra" are units of whoever writes.
_WHOLE_NAME = re.compile(
    r"sở (?!ngành|ban|tại)\S+"
    r"|(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) (?:tỉnh|huyện|thành phố|thị xã)\b"
    r"|(?:công an|thanh tra|ban dân tộc|bảo hiểm xã hội|tòa án nhân dân|toà án nhân dân) tỉnh\b"
    r"|văn phòng (?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) tỉnh\b"
)


def tell_rows(
    tables: Mapping[str, Plan],
    papers: Iterable[Paper],
    said: Said,
    obligations: Sequence[Obligation],
    plan: Plan,
    registry: Registry,
) -> tuple[TableRow, ...]:
    """Each row that is surely one task's, with the bodies that it names as leads."""
    end = reporting_year(plan)[1]
    asked: dict[str, set[str]] = defaultdict(set)
    for due in obligations:
        asked[due.task_id] |= {due.agency_id, due.issuer_id, *due.members}
    own_words = _by_words(plan)
    found = []
    for paper in papers:
        table = tables.get(paper.id)
        if table is None or paper.duplicate_of or _of_another_year(paper, plan):
            continue
        sure = _surely(paper, said)
        for row in table.tasks:
            task_id = _task_of(row, sure, own_words)
            if task_id:
                leads = _leads(row.leads, registry, end)
                allowed = tuple(sorted(_kin(asked[task_id], registry, end)))
                found.append(TableRow(paper.id, row, task_id, leads, allowed))
    return tuple(found)


def _by_words(plan: Plan) -> dict[str, str]:
    """The task of each text that only one task has."""
    held: dict[str, list[str]] = defaultdict(list)
    for task in plan.tasks:
        held[plain(task.text)].append(task.id)
    return {words: ids[0] for words, ids in held.items() if len(ids) == 1}


def _surely(paper: Paper, said: Said) -> list[tuple[str, str]]:
    """The words of each statement of a paper that is sure of one task alone, and the task."""
    tasks: dict[str, set[str]] = defaultdict(set)
    for match in said.matches(paper.id):
        if match.band is Band.SURE and match.statement_id:
            tasks[match.statement_id] |= {match.task_id, *match.shared_with}
    return [
        (plain(one.text), min(tasks[one.id]))
        for one in said.statements(paper.id)
        if len(tasks[one.id]) == 1
    ]


def _task_of(row: Task, said: Iterable[tuple[str, str]], own_words: Mapping[str, str]) -> str:
    """The task of a row: the plan's own words, else a sure statement made from the row."""
    words = plain(row.text)
    if words in own_words:
        return own_words[words]
    if len(words.split()) < _LEAST_WORDS:
        return ""
    found = {task_id for text, task_id in said if text == words or text.startswith(f"{words} ")}
    return found.pop() if len(found) == 1 else ""


def _of_another_year(paper: Paper, plan: Plan) -> bool:
    """Whether a table is of a plan for other years: next year's own plan lies in the inbox too."""
    years = {int(year) for year in re.findall(r"(?<![\d/])(20\d{2})(?![\d/])", paper.header.title)}
    named = years or ({paper.period.year} if paper.period.year else set())
    return plan.year is not None and bool(named) and plan.year not in named


def _leads(entries: Sequence[str], registry: Registry, end: date) -> tuple[str, ...]:
    """The bodies that all entries name, with their heirs; none where one entry is not clear."""
    found: set[str] = set()
    for entry in entries:
        agency_id = registry.identify(entry, end) or registry.identify(entry)
        if not agency_id or not _WHOLE_NAME.match(key(entry)) or registry.is_group(agency_id):
            return ()
        found.add(agency_id)
    return tuple(sorted(_kin(found, registry, end)))


def _kin(ids: Iterable[str], registry: Registry, end: date) -> set[str]:
    """The bodies with whoever came before and after them."""
    return {kin for id in ids if id for kin in (id, *_around(id, registry, end))}


def _around(id: str, registry: Registry, end: date) -> Iterator[str]:
    yield from registry.predecessors(id)
    yield from registry.successor(id, end)
    yield from registry.successor(id, date.max)

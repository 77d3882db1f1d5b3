"""An obligation's status is a finding: one table for the rules that only restate it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rules.model.dossier import Dossier, Judgement, Problem, Status
from rules.model.papers import Paper
from rules.model.plan import Obligation
from rules.vietnamese.text import fold

Check = Callable[[Dossier], Iterator[Problem]]

REPORT_NAMES = {
    "report:plan": ("Kế hoạch của cơ quan", "own plan"),
    "report:6m": ("Báo cáo 6 tháng", "6-month report"),
    "report:year": ("Báo cáo năm", "annual report"),
}
_SAYS = {
    Status.MISSING: ("chưa thấy", "is missing"),
    Status.LATE: ("chậm hạn", "is late"),
    Status.UNDATED: ("không rõ ngày ban hành", "has no readable date"),
    Status.WRONG_ISSUER: ("sai cơ quan ban hành", "was issued by another body"),
    Status.WRONG_TYPE: ("sai loại văn bản", "is another type of paper"),
    Status.CITED: ("có viện dẫn nhưng chưa gửi kèm", "is cited but not attached"),
    Status.NOT_DONE: ("được báo cáo là chưa thực hiện", "is reported as not done"),
    Status.REVIEW: ("cần cán bộ xem lại", "needs a person's look"),
    Status.UNREADABLE: ("chưa kiểm tra được", "could not be checked"),
}


def of_status(status: Status, duties: bool | None = None) -> Check:
    """The check that reports every obligation of one status.

    ``duties`` limits it to reporting duties (True) or to the appendix's outputs (False).
    """

    def check(dossier: Dossier) -> Iterator[Problem]:
        papers = {paper.id: paper for paper in dossier.papers}
        for judgement in dossier.judgements:
            is_duty = not judgement.obligation.task_id
            if judgement.status is status and duties in (None, is_duty):
                yield _problem(judgement, dossier, papers)

    return check


def output_words(obligation: Obligation) -> tuple[str, str]:
    """What is owed: ``“Báo cáo” của nhiệm vụ IV.7``, or a reporting duty by name."""
    if not obligation.task_id:
        return REPORT_NAMES.get(obligation.output, (obligation.output, obligation.output))
    if not obligation.output:
        return f"kết quả nhiệm vụ {obligation.task_id}", f"the result of task {obligation.task_id}"
    return (
        f"“{obligation.output}” của nhiệm vụ {obligation.task_id}",
        f"“{obligation.output}” of task {obligation.task_id}",
    )


def period_of(obligation: Obligation) -> str:
    """Which of several due dates of one output this is; part of a finding's identity."""
    return fold(obligation.deadline.label or obligation.deadline.text)


def _problem(judgement: Judgement, dossier: Dossier, papers: Mapping[str, Paper]) -> Problem:
    obligation, paper = judgement.obligation, papers.get(judgement.document_id)
    vi, en = _SAYS[judgement.status]
    what, what_en = output_words(obligation)
    agency = dossier.agency(obligation.agency_id)
    due = obligation.deadline.due_to
    until, until_en = (f" (hạn {due:%d/%m/%Y})", f" (due {due:%d/%m/%Y})") if due else ("", "")
    label = f" {obligation.deadline.label}" if obligation.deadline.label else ""
    return Problem(
        message=f"{agency}: {what}{label}{until} {vi}. {judgement.reason}",
        message_en=f"{agency}: {what_en}{label}{until_en} {en}. {judgement.reason_en}",
        agency_id=obligation.agency_id,
        task_id=obligation.task_id,
        output_no=obligation.output_no,
        obligation_id=obligation.id,
        document_id=judgement.document_id,
        period=period_of(obligation),
        subject="" if obligation.task_id else obligation.output,
        evidence=judgement.evidence,
        facts=_facts(judgement, paper, papers),
    )


def _facts(
    judgement: Judgement, paper: Paper | None, papers: Mapping[str, Paper]
) -> tuple[str, ...]:
    """What a decision on it rests on: the paper's content and dates, not its name or place.

    An explanation that comes in later changes what a clerk decided on.
    """
    due = judgement.obligation.deadline.due_to
    facts = [judgement.status.value, str(due), str(judgement.days_late or 0)]
    if paper is not None:
        header = paper.header
        facts += [header.number, header.symbol, str(header.issued_on), paper.issuer_id]
    facts += sorted(papers[id].sha256 for id in judgement.explained_by if id in papers)
    return tuple(facts)

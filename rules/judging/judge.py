"""The status of every obligation: the best evidence decides, in a stated order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rules.judging.exhibits import Exhibit, exhibits, paper_evidence
from rules.judging.explanations import explanations
from rules.judging.hearing import Hearing
from rules.judging.succession import forebears
from rules.judging.timing import is_open, is_pending
from rules.judging.whose import bodies, counts
from rules.judging.wording import explain
from rules.model.dossier import Judgement, Status
from rules.model.plan import Obligation

# Best evidence first.
ORDER = (
    Status.MET,
    Status.LATE,
    Status.UNDATED,
    Status.WRONG_ISSUER,
    Status.WRONG_TYPE,
    Status.CITED,
    Status.NOT_DONE,
    Status.REVIEW,
)
_RANK = {status: rank for rank, status in enumerate(ORDER)}


def judge(
    obligations: Iterable[Obligation], hearing: Hearing, as_of: date
) -> tuple[Judgement, ...]:
    """Judge every obligation as of a day; the day itself still counts as in time."""
    return tuple(judge_one(obligation, hearing, as_of) for obligation in obligations)


def judge_one(obligation: Obligation, hearing: Hearing, as_of: date) -> Judgement:
    """The status of one obligation with the evidence that decided it."""
    found = sorted(
        (e for e in exhibits(obligation, hearing) if _known_by(e, as_of)), key=_preference
    )
    heard = _heard_from(obligation, hearing)
    if found:
        best = found[0]
        why = () if best.status is Status.MET else explanations(obligation, hearing)
        reason, reason_en = explain(best.status, obligation, hearing, best, heard, why, as_of)
        return Judgement(
            obligation=obligation,
            status=best.status,
            via=best.via,
            document_id=best.paper.id,
            days_late=best.late if best.status is Status.LATE else None,
            reason=reason,
            reason_en=reason_en,
            evidence=tuple(e.evidence for e in found if e.status is best.status)[:3],
            heard_from=heard,
            explained_by=tuple(paper.id for paper in why),
        )
    status = _nothing_found(obligation, hearing, as_of)
    unread = hearing.unread_for(bodies(obligation), as_of) if status is Status.UNREADABLE else ()
    why = explanations(obligation, hearing)
    reason, reason_en = explain(status, obligation, hearing, None, heard, why, as_of)
    return Judgement(
        obligation=obligation,
        status=status,
        document_id=unread[0].id if unread else "",
        reason=reason,
        reason_en=reason_en,
        evidence=tuple(paper_evidence(paper) for paper in unread[:3]),
        heard_from=heard,
        explained_by=tuple(paper.id for paper in why),
    )


def _known_by(exhibit: Exhibit, as_of: date) -> bool:
    """A list as of an earlier day leaves out what was dated later."""
    day = exhibit.paper.header.issued_on
    return day is None or day <= as_of


def _preference(exhibit: Exhibit) -> tuple[int, int, int, float, str]:
    score = exhibit.match.score if exhibit.match else 1.0
    own_paper = 1 if exhibit.via == "embedded" else 0
    return (_RANK[exhibit.status], exhibit.late or 0, own_paper, -score, exhibit.paper.path)


def _nothing_found(obligation: Obligation, hearing: Hearing, as_of: date) -> Status:
    if is_pending(obligation.deadline, hearing.year, as_of):
        return Status.PENDING
    ours = bodies(obligation)
    if hearing.unread_for(ours, as_of):
        return Status.UNREADABLE
    if is_open(obligation.deadline):
        return Status.DEADLINE_UNKNOWN
    # A commune's paper comes in the folder of its district: of a group nobody has then heard
    # nothing, though none of its members has sent anything itself.
    heard_of = any(member in hearing.issuers for member in obligation.members)
    if not heard_of and not any(hearing.has_sent(agency) for agency in ours):
        return Status.NOT_RECEIVED
    return Status.MISSING


def _heard_from(obligation: Obligation, hearing: Hearing) -> tuple[str, ...]:
    """For a group obligation: the members whose paper on the task came in.

    A successor's paper, after the end of members, is heard for all of them.
    """
    if not obligation.members:
        return ()
    heard: set[str] = set()
    for match in hearing.paper_matches.get(obligation.task_id, ()):
        paper = hearing.papers.get(match.document_id)
        if paper is not None and counts(paper, obligation, hearing):
            heard |= {paper.issuer_id, *forebears(paper.issuer_id, paper, hearing.registry)}
    return tuple(sorted(heard & set(obligation.members)))

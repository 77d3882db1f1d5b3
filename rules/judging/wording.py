"""One sentence, in Vietnamese and English, that says why an obligation has its status."""

from __future__ import annotations

from datetime import date

from rules.judging.exhibits import Exhibit
from rules.judging.hearing import Hearing
from rules.judging.succession import since, speaker, stands_for
from rules.judging.whose import bodies
from rules.model.dossier import Status
from rules.model.naming import name_paper
from rules.model.papers import Paper
from rules.model.plan import Obligation


def explain(
    status: Status,
    obligation: Obligation,
    hearing: Hearing,
    best: Exhibit | None,
    heard: tuple[str, ...],
    explained: tuple[Paper, ...],
    as_of: date,
) -> tuple[str, str]:
    """The reason for a status, as a person would say it to the agency."""
    if best is not None:
        vi, en = _found(status, obligation, hearing, best)
    else:
        vi, en = _not_found(status, obligation, hearing, as_of)
    if obligation.members:
        vi += f" Đã nhận được của {len(heard)}/{len(obligation.members)} đơn vị trong nhóm."
        en += f" Heard from {len(heard)} of {len(obligation.members)} members."
    notes = [_succession(status, obligation, hearing, best, as_of)]
    notes.append(_explained(explained))
    return vi + "".join(n[0] for n in notes), en + "".join(n[1] for n in notes)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def _found(
    status: Status, obligation: Obligation, hearing: Hearing, best: Exhibit
) -> tuple[str, str]:
    paper = name_paper(best.paper)
    due = _day(obligation.deadline.due_to)
    embedded = best.via == "embedded"
    inside, inside_en = ("nêu trong ", "stated in ") if embedded else ("", "")
    required = hearing.registry.name(obligation.issuer_id)
    issuer = hearing.registry.name(best.paper.issuer_id) if best.paper.issuer_id else "?"
    kind = best.paper.header.doc_type
    if status is Status.MET:
        timely, timely_en = _timely(obligation)
        return f"Có {inside}{paper}{timely}.", f"Found: {inside_en}{paper}{timely_en}."
    if status is Status.LATE and embedded and obligation.deadline.label:
        label = obligation.deadline.label
        return (
            f"Chưa có báo cáo riêng cho {label}; chỉ nêu trong {paper}, "
            f"chậm {best.late} ngày so với hạn {due}.",
            f"No report of its own for {label}; only stated in {paper}, "
            f"{best.late} days after {due}.",
        )
    if status is Status.LATE:
        return (
            f"Có {inside}{paper}, chậm {best.late} ngày so với hạn {due}.",
            f"Found: {inside_en}{paper}, {best.late} days after {due}.",
        )
    if status is Status.UNDATED:
        return (
            f"Có {inside}{paper} nhưng không có hoặc không đọc được ngày ban hành.",
            f"Found: {inside_en}{paper}, but its date is blank or unreadable.",
        )
    if status is Status.WRONG_ISSUER:
        return (
            f"Có {paper} của {issuer}, trong khi sản phẩm phải do {required} ban hành.",
            f"Found: {paper} by {issuer}; it must be issued by {required}.",
        )
    if status is Status.WRONG_TYPE:
        return (
            f"Có {paper} đúng nội dung nhưng là {kind}, không phải {obligation.doc_type}.",
            f"Found: {paper} on the task, but it is a {kind}, not a {obligation.doc_type}.",
        )
    if status is Status.CITED:
        cited = best.citation.text if best.citation else ""
        return (
            f"{paper} có nêu “{cited}” nhưng văn bản đó không được gửi kèm.",
            f"{paper} names “{cited}”, but that paper was not sent.",
        )
    if status is Status.NOT_DONE:
        return (
            f"{paper} nêu nhiệm vụ chưa thực hiện.",
            f"{paper} says that the task is not done.",
        )
    if best.citation:
        return (
            f"{paper} có nêu “{best.citation.text}”, có thể là sản phẩm này; cần cán bộ xem lại.",
            f"{paper} names “{best.citation.text}”, perhaps this output; a person must look.",
        )
    return (
        f"Có thể là {inside}{paper}, cần cán bộ xem lại.",
        f"Possibly {inside_en}{paper}; a person must look.",
    )


def _not_found(
    status: Status, obligation: Obligation, hearing: Hearing, as_of: date
) -> tuple[str, str]:
    due = _day(obligation.deadline.due_to)
    if status is Status.UNREADABLE:
        unread = hearing.unread_for(bodies(obligation), as_of)
        own = {paper.sender_id for paper in unread} <= bodies(obligation)
        heirs, heirs_en = ("", "") if own else (", cơ quan kế thừa", " or its successors")
        return (
            f"Chưa thấy, nhưng có {len(unread)} tệp của cơ quan{heirs} không đọc được "
            "hoặc đọc chưa hết.",
            f"Not found, but {len(unread)} files of this agency{heirs_en} could not be read, "
            "or not wholly.",
        )
    if status is Status.PENDING:
        if obligation.deadline.due_to is None:
            return (
                f"Chưa đến lúc đánh giá (hết năm báo cáo {_day(hearing.year.end)}).",
                f"Judged after the reporting year ends ({_day(hearing.year.end)}).",
            )
        return f"Chưa đến hạn ({due}).", f"Not yet due ({due})."
    if status is Status.DEADLINE_UNKNOWN:
        return (
            "Chưa thấy; kế hoạch không cho ngày hạn cụ thể nên không kết luận thiếu.",
            "Not found; the plan gives no day to judge by.",
        )
    if status is Status.NOT_RECEIVED:
        return "Cơ quan chưa gửi tài liệu nào.", "The agency has sent nothing at all."
    files = sum(len(hearing.sent.get(agency, ())) for agency in bodies(obligation))
    return (
        f"Đã đọc hết {files} tệp cơ quan gửi, không có sản phẩm này.",
        f"All {files} files of this agency were read; the output is not among them.",
    )


def _succession(
    status: Status,
    obligation: Obligation,
    hearing: Hearing,
    best: Exhibit | None,
    as_of: date,
) -> tuple[str, str]:
    """Which successor gave the paper; where one is still owed, who answers for it now."""
    registry = hearing.registry
    ended, heirs = "", tuple[str, ...]()
    if best is not None:
        body = speaker(best.paper)
        own = (*bodies(obligation), obligation.issuer_id)
        ended = "" if body in own else stands_for(body, best.paper, own, registry)
        heirs = (body,) if ended else ()
    if not ended and status is not Status.MET and not obligation.members:
        ended, heirs = obligation.agency_id, registry.successor(obligation.agency_id, as_of)
    day = since(ended, registry) if heirs else None
    if day is None:
        return "", ""
    names = "; ".join(registry.name(heir) for heir in heirs)
    one = registry.get(ended)
    vi, en = (f" từ {day:%d/%m/%Y}", f" from {day:%d/%m/%Y}") if not one.end_unsure else ("", "")
    return (
        f" {names} thực hiện thay {one.name}{vi}.",
        f" {names} answers for {one.name}{en}.",
    )


def _explained(papers: tuple[Paper, ...]) -> tuple[str, str]:
    """An explanation (giải trình) that the agency sent is said beside the status."""
    if not papers:
        return "", ""
    names = "; ".join(map(name_paper, papers))
    return (
        f" Cơ quan có gửi giải trình: {names} (không tính là đã nộp sản phẩm).",
        f" Explanation sent: {names} (not counted as the output).",
    )


def _timely(obligation: Obligation) -> tuple[str, str]:
    """In time can only be said of what has a due day."""
    if obligation.deadline.due_to is not None:
        return ", đúng hạn", ", in time"
    if obligation.deadline.kind == "continuous":
        return ", trong năm báo cáo", ", in the reporting year"
    return "; chưa có ngày hạn để so", "; there is no due day to compare with"

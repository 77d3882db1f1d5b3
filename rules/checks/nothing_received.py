"""An agency that owes something has sent nothing at all: one line, not one per output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from rules.model.agency import heirs
from rules.model.dossier import Dossier, Problem, Status


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each agency with obligations that are ``not_received``."""
    owed = Counter(
        judgement.obligation.agency_id
        for judgement in dossier.judgements
        if judgement.status is Status.NOT_RECEIVED
    )
    for agency_id, count in sorted(owed.items()):
        name = dossier.agency(agency_id)
        now, now_en = _answering_now(dossier, agency_id)
        yield Problem(
            message=f"{name} chưa gửi tài liệu nào; có {count} sản phẩm, báo cáo đã đến hạn.{now}",
            message_en=f"{name} has sent nothing; {count} outputs and reports are due.{now_en}",
            agency_id=agency_id,
            facts=("nothing",),
        )


def _answering_now(dossier: Dossier, agency_id: str) -> tuple[str, str]:
    """Who is to be asked where the agency has ended since."""
    answering = heirs(dossier.agencies, agency_id, dossier.as_of)
    ended = dossier.agencies[agency_id].valid_to if answering else None
    if ended is None:
        return "", ""
    names, since = "; ".join(map(dossier.agency, answering)), ended + timedelta(1)
    if dossier.agencies[agency_id].end_unsure:
        return f" Nay do {names} thực hiện thay.", f" Now {names} answers for it."
    return (
        f" Cơ quan không còn hoạt động từ {since:%d/%m/%Y}: gửi đôn đốc đến {names}.",
        f" It had ended by {since:%d/%m/%Y}: remind {names}.",
    )

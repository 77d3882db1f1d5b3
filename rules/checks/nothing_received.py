"""An agency that owes something has sent nothing at all: one line, not one per output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
        yield Problem(
            message=f"{name} chưa gửi tài liệu nào; có {count} sản phẩm, báo cáo đã đến hạn.",
            message_en=f"{name} has sent nothing; {count} outputs and reports are due.",
            agency_id=agency_id,
            facts=("nothing",),
        )

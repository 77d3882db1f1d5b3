"""A file that was handed in is no longer in the inbox; its evidence still counts, marked."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each paper that is gone, until a clerk accepts that it is."""
    for paper in dossier.papers:
        if paper.gone:
            yield file_problem(
                paper,
                "không còn trong thư mục tài liệu nhưng vẫn được tính; hãy tìm lại tệp, hoặc ghi "
                "“Chấp nhận có lý do” nếu cơ quan đã rút văn bản để lần chạy sau không tính nữa",
                "is no longer in the inbox but still counts; bring it back, or accept with a "
                "reason if the agency has withdrawn it: the next run then leaves it out",
            )

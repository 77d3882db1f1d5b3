"""A file is stamped MẬT, TỐI MẬT or TUYỆT MẬT and is not processed further."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Reason
from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each file with a secrecy stamp."""
    for paper in dossier.papers:
        if paper.read_reason is Reason.SECRET:
            yield file_problem(
                paper,
                "đóng dấu chỉ mức độ mật nên không được xử lý tiếp; chuyển về bộ phận văn thư mật",
                "bears a secrecy stamp and was not processed; hand it to the secret registry",
            )

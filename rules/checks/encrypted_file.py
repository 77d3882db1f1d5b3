"""A file has a password, so that nobody but its author can read it."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Reason
from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each encrypted file."""
    for paper in dossier.papers:
        if paper.read_reason is Reason.ENCRYPTED:
            yield file_problem(
                paper,
                "có mật khẩu, không đọc được; đề nghị cơ quan gửi lại bản không đặt mật khẩu",
                "is protected by a password; ask for a copy without one",
            )

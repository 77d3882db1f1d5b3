"""Defects of the plan itself, found while it was read: said once, to the body that wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.model.dossier import Dossier, Evidence, Problem

Check = Callable[[Dossier], Iterator[Problem]]


def of_rule(rule: str) -> Check:
    """The check that reports the plan's defects of one rule."""

    def check(dossier: Dossier) -> Iterator[Problem]:
        for defect in dossier.plan.defects:
            if defect.rule == rule:
                task_id = defect.task_id or ""
                place = Evidence("", dossier.plan.source, defect.anchor, "")
                yield Problem(
                    message=defect.message,
                    message_en=defect.message_en,
                    task_id=task_id,
                    subject=defect.subject,
                    evidence=(place,),
                )

    return check

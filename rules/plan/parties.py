"""The agencies a plan speaks of: those of the province's list, and those only the plan names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rules.agencies import Registry
from rules.agency_words import slug
from rules.model.agency import Agency
from rules.model.plan import Plan, PlanDefect
from rules.vietnamese.text import fold

# Bodies that are named after places: those of one province do not exist in another.
_LOCAL = ("ubnd_huyen", "ubnd_xa", "press", "hospital", "company")
_LONGEST_NAME = 16  # words


def parties_of(plan: Plan, registry: Registry) -> Registry:
    """The list with which a plan's leads, folders and letterheads are recognised.

    A lead that the list does not have ("Hiệp hội Doanh nghiệp tỉnh") is known by the plan's own
    words, so that its folder is found. A plan of another province knows no district of this one.
    """
    if is_elsewhere(plan, registry):
        kept = tuple(a for a in registry.agencies if a.kind not in _LOCAL)
        registry = replace(registry, agencies=kept, province=plan.province)
    known = {agency.id for agency in registry.agencies}
    strangers = {one.id: one for one in _strangers(plan, registry) if one.id not in known}
    if not strangers:
        return registry
    return replace(registry, agencies=(*registry.agencies, *strangers.values()))


def is_elsewhere(plan: Plan, registry: Registry) -> bool:
    """Whether the plan is of another province than the list of agencies."""
    return bool(plan.province) and fold(plan.province) != fold(registry.province)


def foreign_list(plan: Plan, registry: Registry) -> tuple[PlanDefect, ...]:
    """That the list of agencies is another province's, said once beside the plan's defects."""
    if not is_elsewhere(plan, registry):
        return ()
    return (
        PlanDefect(
            rule="plan-unknown-agency",
            task_id=None,
            message=f"Kế hoạch của {plan.province}, danh mục cơ quan là của {registry.province}: "
            "UBND cấp huyện, cấp xã chưa được giao nghĩa vụ; cần tệp danh mục của địa phương.",
            message_en=f"The plan is of {plan.province}, the list of agencies of "
            f"{registry.province}: districts and communes owe nothing until a list of its own "
            "is given.",
            subject="province",
        ),
    )


def _strangers(plan: Plan, registry: Registry) -> Iterator[Agency]:
    entries = [entry for task in plan.tasks for entry in task.leads]
    entries += [entry for duty in plan.duties for entry in duty.owes]
    for entry in dict.fromkeys(entries):
        for stranger in registry.expand(entry).strangers:
            name = _words_of(stranger, entry)
            if name:
                yield Agency(stranger, name, "unit", source="kế hoạch")


def _words_of(agency_id: str, entry: str) -> str:
    """The words of an entry that an id was made from."""
    words = entry.split()
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1):
            name = " ".join(words[start:end]).strip(" ,;.-–")
            if slug(name) == agency_id:
                return name
    return ""

"""A preview in words: the groups of rows, and what was written in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.decisions.log import Outcome
from pipeline.importing.merge import Item, Result
from pipeline.importing.preview import Preview
from pipeline.outputs.clean import one_line

TITLES: Mapping[Result, str] = {
    Result.APPLIED: "Sẽ ghi",
    Result.SAME: "Đã có sẵn, không đổi",
    Result.ABSENT: "Không có dòng trong sổ, không làm gì",
    Result.CONFLICT: "Đồng nghiệp đã quyết định hoặc nội dung đã đổi",
    Result.REFUSED: "Không nhận được, cần sửa trong sổ",
}
# What a person must look at first.
ORDER = (Result.CONFLICT, Result.REFUSED, Result.APPLIED, Result.SAME, Result.ABSENT)
_SHOWN = {Result.APPLIED: 100, Result.SAME: 0, Result.ABSENT: 0}
_MOST = 500


def preview_lines(preview: Preview) -> Iterator[str]:
    """The preview for a terminal: every row that changes or cannot be taken, counts of the rest."""
    yield f"{one_line(preview.name)}:"
    yield from (f"  {one_line(note)}" for note in preview.notes)
    for result in ORDER:
        items = [item for item in preview.items if item.result is result]
        if not items:
            continue
        yield f"{TITLES[result]}: {len(items)}"
        shown = _SHOWN.get(result, _MOST)
        for item in items[:shown]:
            yield "  " + "  ".join(filter(None, map(one_line, _parts(item))))
        if 0 < shown < len(items):
            yield f"  … và {len(items) - shown} dòng nữa"


def _parts(item: Item) -> tuple[str, ...]:
    return (item.place, item.code, item.decision, f"- {item.why}" if item.why else "")


def outcome_lines(preview: Preview, outcome: Outcome | None) -> Iterator[str]:
    """What was written, or how to write it."""
    number = len(preview.wanted)
    if outcome is None:
        if number:
            yield f"Chưa ghi gì; thêm --apply để ghi {number} quyết định."
        else:
            yield "Không có quyết định nào để ghi."
        return
    for refusal in outcome.refused:
        yield f"  {refusal.code}  - {one_line(refusal.why)}"
    if outcome.ids:
        yield (
            f"Đã ghi {len(outcome.ids)} quyết định (lô số {outcome.batch}); "
            f"hủy cả lô: doichieu decisions --undo {outcome.batch}"
        )
    else:
        yield "Không ghi quyết định nào."

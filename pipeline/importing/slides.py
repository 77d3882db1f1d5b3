"""Whether decisions slid to other rows: a column was sorted alone, or cells moved up or down.

Four witnesses, none of which a clerk sees:

- **grounds**: the decision cells of a row lie on one shade. A cell on another shade than most of
  its row came from elsewhere.
- **echoes**: the same for the decision columns moved together, by the short name of the row.
- **Excel itself**: a sheet remembers which area was sorted last; one with a decision column and
  without the codes was sorted alone.
- **orphans**: a reason, paper or day whose decision is gone, while elsewhere a decision lacks just
  that; a decision that vanished while the same word appeared elsewhere; decisions exchanged.

Sorting and shifting bring every mark to another row and lose next to none; copying and filling
down lose the mark of each cell they cover, and are allowed. One witness is enough to refuse every
change of the sheet: which row a decision was meant for is then nowhere written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.importing.columns import CODE, DECIDING, ECHO
from pipeline.importing.guard import echo_text
from pipeline.importing.layout import Line
from pipeline.importing.prefill import Prefilled
from rules.decisions import kinds


@dataclass(frozen=True, slots=True)
class Known:
    """A row with its finding: what it was filled with (where still known), and what it says now.

    ``kind`` is the decision as understood, empty where blank or not understood.
    """

    line: Line
    fingerprint: str
    base: Prefilled | None
    kind: str


def why_slid(rows: Sequence[Known]) -> str:
    """Why decisions of a sheet cannot be trusted to stand in their rows; empty if they can."""
    if _moved_echoes(rows):
        return "các cột quyết định đã bị sắp xếp hoặc dời riêng, không cùng cột Mã"
    column = _moved_grounds(rows)
    if column:
        return f"cột {column} đã bị sắp xếp hoặc dời riêng, không cùng các cột khác"
    area = _sorted_alone(rows)
    if area:
        again = "nếu đã hoàn tác, hãy sắp xếp lại cả bảng"
        return f"chỉ vùng {area} được sắp xếp, không cùng cột Mã ({again})"
    return _orphans(rows)


def _moved_echoes(rows: Sequence[Known]) -> bool:
    texts = (one.line.text(ECHO) for one in rows)
    return _moved((echo_text(one.fingerprint), text) for one, text in zip(rows, texts, strict=True))


def _moved_grounds(rows: Sequence[Known]) -> str:
    """The letter of a decision column whose grounds were moved; empty where none was."""
    for id in DECIDING:
        if _moved((_ground_of(one.line), one.line.cell(id).ground) for one in rows):
            return rows[0].line.place(id).rpartition("!")[2].rstrip("0123456789")
    return ""


def _ground_of(line: Line) -> str:
    """The shade on which most decision cells of a row lie."""
    counted = Counter(ground for id in DECIDING if (ground := line.cell(id).ground))
    return counted.most_common(1)[0][0] if counted else ""


def _moved(marks: Iterable[tuple[str, str]]) -> bool:
    """Whether marks (of the row, in the cell) moved among rows, rather than being copied over."""
    pairs = [(own, found) for own, found in marks if own and found]
    displaced = sum(own != found for own, found in pairs)
    lost = Counter(own for own, _ in pairs) - Counter(found for _, found in pairs)
    return displaced > 1 and lost.total() * 2 <= displaced


def _sorted_alone(rows: Sequence[Known]) -> str:
    """The area sorted last, where it holds decisions but not the codes."""
    from openpyxl.utils import range_boundaries  # not where nothing is imported

    for line in (one.line for one in rows[:1]):
        for area in line.sheet.sorted:
            first, _, last, _ = range_boundaries(area)
            inside = {id for id, at in line.columns.items() if (first or 1) <= at <= (last or at)}
            if inside & set(DECIDING) and CODE not in inside:
                return area
    return ""


def _orphans(rows: Sequence[Known]) -> str:
    left = next((one for one in rows if _left_behind(one)), None)
    short = next((one for one in rows if _lacks(one)), None)
    if left and short:
        return _suspect(left, short)
    vanished = [one for one in rows if _vanished(one)]
    for one in vanished:
        gained = next((other for other in rows if _gained(other, one)), None)
        if gained:
            return _suspect(one, gained)
    swapped = [one for one in rows if _exchanged(one)]
    before = Counter(one.base.decision for one in swapped if one.base)
    if len(swapped) > 1 and before == Counter(one.line.text(DECIDING[0]) for one in swapped):
        return _suspect(swapped[0], swapped[1])
    return ""


def _suspect(one: Known, other: Known) -> str:
    decision = DECIDING[0]
    return (
        f"có vẻ cột Quyết định bị sắp xếp riêng (xem {one.line.place(decision)} và "
        f"{other.line.place(decision)})"
    )


def _left_behind(one: Known) -> bool:
    """A reason, day or paper without a decision, or beside one that has no use for it."""
    decision, reason, value, *_ = (one.line.text(id) for id in DECIDING)
    if not decision:
        return bool(reason or value)
    return bool(value and one.kind and not kinds()[one.kind].needs)


def _lacks(one: Known) -> bool:
    """A decision without the reason, day or paper that it needs."""
    _, reason, value, *_ = (one.line.text(id) for id in DECIDING)
    kind = kinds().get(one.kind)
    return bool(kind and ((kind.needs_reason and not reason) or (kind.needs and not value)))


def _rest_unchanged(one: Known) -> bool:
    return one.base is not None and all(
        one.line.text(id) == text.strip()
        for id, text in zip(DECIDING[1:], one.base[1:], strict=True)
    )


def _vanished(one: Known) -> bool:
    """A decision that was filled in is gone, all else of the row is left."""
    return bool(
        one.base and one.base.decision and not one.line.text(DECIDING[0]) and _rest_unchanged(one)
    )


def _gained(one: Known, vanished: Known) -> bool:
    """A row that was blank has just that decision, and nothing else."""
    return bool(
        one.base
        and vanished.base
        and not one.base.decision
        and one.line.text(DECIDING[0]) == vanished.base.decision
        and _rest_unchanged(one)
    )


def _exchanged(one: Known) -> bool:
    return bool(
        one.base
        and one.base.decision
        and one.line.text(DECIDING[0])
        and one.line.text(DECIDING[0]) != one.base.decision
        and _rest_unchanged(one)
    )

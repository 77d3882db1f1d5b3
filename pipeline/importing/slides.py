"""Whether decisions slid to other rows: a column was sorted alone, or cells moved up or down.

Three witnesses, none of which a clerk sees:

- **tints**: the ground of a decision cell names its row. A cell on the ground of another row was
  copied (its home still lies on its own ground, or on none) or moved (the homes form a ring, or a
  chain of three and more). Where all decision columns tell the same story and the echoes are in
  place, the program at hand sorts without moving grounds, and tints are not believed.
- **echoes**: the same for the decision columns moved together.
- **orphans**: a reason, paper or day whose decision is gone, while elsewhere a decision lacks just
  that; a decision that vanished while the same word appeared elsewhere; decisions exchanged.

One witness is enough to refuse every change of the sheet: which row a decision was meant for is
then nowhere written. Copying and filling down are told apart and allowed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.importing.columns import DECIDING, ECHO
from pipeline.importing.guard import echo_text, is_echo, shade_of
from pipeline.importing.layout import Line
from pipeline.importing.prefill import Prefilled
from rules.decisions import kinds

_CHAIN = 3  # moved cells in a row; copying copies makes shorter ones

Mark = int | str


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
    column = _moved_tints(rows)
    if column:
        return f"cột {column} đã bị sắp xếp hoặc dời riêng, không cùng các cột khác"
    return _orphans(rows)


def _moved_echoes(rows: Sequence[Known]) -> bool:
    own = [echo_text(one.fingerprint) for one in rows]
    texts = [one.line.text(ECHO) for one in rows]
    return _moved(own, [text if is_echo(text) else None for text in texts])


def _moved_tints(rows: Sequence[Known]) -> str:
    """The letter of a decision column whose grounds were moved; empty where none was."""
    own = [shade_of(one.fingerprint) for one in rows]
    stories = {
        id: [one.line.cell(id).shade for one in rows]
        for id in DECIDING
        if rows and id in rows[0].line.columns
    }
    moved = [id for id, story in stories.items() if _moved(own, story)]
    if not moved or (_same_story(stories) and len(stories) > 1 and _echoes_at_home(rows)):
        return ""
    place = rows[0].line.place(moved[0]).rpartition("!")[2]
    return place.rstrip("0123456789")


def _same_story(stories: Mapping[str, Sequence[Mark | None]]) -> bool:
    first, *others = stories.values()
    return all(story == first for story in others)


def _echoes_at_home(rows: Sequence[Known]) -> bool:
    return all(one.line.text(ECHO) == echo_text(one.fingerprint) for one in rows)


def _moved(own: Sequence[Mark], found: Sequence[Mark | None]) -> bool:
    """Whether marks moved among rows, rather than being copied."""
    homes: defaultdict[Mark, list[int]] = defaultdict(list)
    for row, home in enumerate(own):
        homes[home].append(row)
    settled: set[int] = set()
    for start in range(len(own)):
        row, seen = start, [start]
        while row not in settled:
            mark = found[row]
            if mark is None or mark == own[row] or mark not in homes:
                break
            if any(found[other] == mark for other in homes[mark]):
                break  # copied: its home still has it
            row = homes[mark][0]
            if row in seen or len(seen) > _CHAIN:
                return True
            seen.append(row)
        settled.update(seen)
    return False


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
    """A reason, day or paper without a decision."""
    decision, reason, value, *_ = (one.line.text(id) for id in DECIDING)
    return not decision and bool(reason or value)


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

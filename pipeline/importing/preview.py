"""What taking back a workbook would do, row by row; nothing is written before someone agrees."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from pipeline.decisions.log import Actor, Outcome, Wanted, take
from pipeline.decisions.standing import standing
from pipeline.errors import UserError
from pipeline.findings import canonical, is_code
from pipeline.importing.columns import CODE, DECIDING, DECISION
from pipeline.importing.guard import Guard, words_hash
from pipeline.importing.layout import Line, Meta, is_heading, read_lines, read_meta
from pipeline.importing.merge import Item, Merger, Result, Row, typed_words
from pipeline.importing.papers import names_of, received, shelve
from pipeline.importing.prefill import plan_mark, run_mark
from pipeline.importing.sheets import read_sheets
from pipeline.importing.slides import Known, why_slid
from pipeline.importing.understand import understood_kind
from pipeline.storage.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    """What a workbook would do; ``notes`` are sentences about the file as a whole."""

    name: str
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The decisions that would be written."""
        return tuple(item.wanted for item in self.items if item.wanted)

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many rows of each result, all results in their order."""
        found = Counter(item.result for item in self.items)
        return {result: found[result] for result in Result}

    @property
    def unsettled(self) -> bool:
        """Whether some rows could not be taken."""
        counts = self.counts
        return bool(counts[Result.CONFLICT] or counts[Result.REFUSED])

    @property
    def mark(self) -> str:
        """What the preview says, as a hash: another mark means that something changed since."""
        said = (
            "\x1f".join((item.result, item.code, item.place, item.decision, item.why))
            for item in self.items
            if item.result is not Result.ABSENT
        )
        return blake2b("\x1e".join(said).encode("utf-8", "replace"), digest_size=16).hexdigest()


class _Ours(NamedTuple):
    """A row that belongs to a finding beyond doubt."""

    line: Line
    guard: Guard
    finding: Row


def preview_workbook(store: Store, data: bytes, name: str, by: Actor) -> Preview:
    """Read a clerk's workbook and merge it with the log; UserError where it is none of ours."""
    sheets = read_sheets(data, name)
    meta = read_meta(sheets, name)
    lines = read_lines(sheets, name)
    _check_plan(store, meta, name)
    findings = {row["code"]: row for row in store.db.query("SELECT * FROM findings")}
    papers = received(store)
    standings = standing(store.db)
    merger = Merger(store, standings, shelve(papers), names_of(papers), by.name)
    ours: list[_Ours] = []
    items: list[Item] = []
    for line in _rows(lines):
        row = _belonging(line, findings)
        if isinstance(row, Item):
            items.append(row)
        elif row is not None:
            ours.append(row)
    items += _merged(ours, merger)
    listed = {canonical(line.text(CODE)) for line in lines}
    items.sort(key=lambda item: list(Result).index(item.result))
    return Preview(name, (*items, *_absent(findings, listed)), _notes(meta, findings))


def apply_preview(store: Store, preview: Preview, by: Actor) -> Outcome:
    """Write what was previewed as one batch; refused row by row where a colleague was faster."""
    return take(store, preview.wanted, by, "excel")


def _check_plan(store: Store, meta: Meta, name: str) -> None:
    plan = next(iter(store.db.query("SELECT title FROM plans")), None)
    if plan and meta.plan and meta.plan != plan_mark(plan["title"]):
        raise UserError(
            f"{name}: sổ này của kế hoạch khác (“{meta.title[:80]}”); hãy chọn đúng --out"
        )


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The rows that can mean something: not the titles above, the headings, the blank ones."""
    first: dict[str, int] = {}
    for line in lines:
        if line.guard:
            first.setdefault(line.sheet.title, line.row)
    for line in lines:
        above = line.row < first.get(line.sheet.title, 0) and not is_code(line.text(CODE))
        if line.guard or (line.filled and not above and not is_heading(line)):
            yield line


def _belonging(line: Line, findings: Mapping[str, Row]) -> _Ours | Item | None:
    """The finding of a row, or why there is none; None for a row that nobody wrote on."""
    guard, typed = line.guard, line.text(CODE)
    finding = findings.get(canonical(typed)) if is_code(typed) else None
    if guard and finding and guard.fits(finding["code"], finding["fingerprint"]):
        if finding["present"]:
            return _Ours(line, guard, finding)
        why = "sai lệch này không còn ở lần chạy gần nhất (đã khắc phục); không cần quyết định"
    elif guard is None:
        why = "dòng gõ thêm, không có dấu kiểm soát; hãy ghi quyết định vào dòng gốc của mã này"
    elif not typed:
        why = "dòng mất mã sai lệch; hãy ghi lại mã như sổ gốc"
    elif line.cell(CODE).kind != "text":
        why = "mã sai lệch phải là chữ, không phải công thức hoặc số; hãy ghi lại mã như sổ gốc"
    elif not is_code(typed):
        why = f"mã “{typed[:40]}” gõ sai (chữ kiểm tra không khớp); hãy ghi lại mã như sổ gốc"
    elif finding is None:
        why = f"không có sai lệch “{canonical(typed)}” trong kết quả này; hãy chọn đúng --out"
    else:
        why = "mã không đúng với dòng này: mã đã bị sửa, hoặc cột Mã bị sắp xếp hay chép riêng"
    touched = guard is None or words_hash(line.said) != guard.said
    if not touched:
        return None
    return Item(Result.REFUSED, typed[:40], line.place(CODE), typed_words(line), why, finding)


def _merged(ours: Sequence[_Ours], merger: Merger) -> Iterator[Item]:
    """The rows sheet by sheet; where decisions slid, none of a sheet is taken."""
    sheets: defaultdict[str, list[_Ours]] = defaultdict(list)
    for one in ours:
        sheets[one.line.sheet.title].append(one)
    repeated = _repeated(ours)
    for rows in sheets.values():
        slid = why_slid([_known(one, merger) for one in rows])
        for one in rows:
            item = merger.merge(one.line, one.guard, one.finding)
            again = repeated.get(one.line.place(DECISION))
            if item and again and item.result is not Result.SAME:
                item = replace(item, result=again[0], why=again[1], wanted=None)
            if item and slid and item.result in (Result.APPLIED, Result.CONFLICT):
                why = f"{slid}; không rõ quyết định thuộc dòng nào, hãy hoàn tác rồi nhập lại"
                item = replace(item, result=Result.REFUSED, why=why, wanted=None)
            if item:
                yield item


def _known(one: _Ours, merger: Merger) -> Known:
    return Known(
        one.line,
        one.finding["fingerprint"],
        merger.base(one.line, one.guard, one.finding),
        understood_kind(one.line.text(DECISION)),
    )


def _repeated(ours: Sequence[_Ours]) -> Mapping[str, tuple[Result, str]]:
    """By place, rows whose code was written on in several rows: said again, or otherwise."""
    rows: defaultdict[str, list[Line]] = defaultdict(list)
    for one in ours:
        if words_hash(one.line.said) != one.guard.said:
            rows[one.finding["code"]].append(one.line)
    found: dict[str, tuple[Result, str]] = {}
    for some in rows.values():
        said = {words_hash([line.text(id) for id in DECIDING]) for line in some}
        places = [line.place(DECISION) for line in some]
        if len(said) > 1:
            where = ", ".join(places)
            why = f"mã này có ở nhiều dòng với quyết định khác nhau ({where}); hãy giữ một dòng"
            found |= dict.fromkeys(places, (Result.REFUSED, why))
        else:
            why = f"lặp lại {places[0]}"
            found |= dict.fromkeys(places[1:], (Result.SAME, why))
    return found


def _absent(findings: Mapping[str, Row], listed: set[str]) -> Iterator[Item]:
    """Findings without a row: deleted, or newer than the workbook. Nothing happens to them."""
    for code, row in findings.items():
        if row["present"] and code not in listed:
            yield Item(Result.ABSENT, code, why="không có dòng trong sổ", finding=row)


def _notes(meta: Meta, findings: Mapping[str, Row]) -> tuple[str, ...]:
    present = ((row["fingerprint"], row["basis"]) for row in findings.values() if row["present"])
    if not meta.run or meta.run == run_mark(present):
        return ()
    try:
        day = f" (tính đến ngày {date.fromisoformat(meta.as_of):%d/%m/%Y})"
    except ValueError:
        day = ""
    return (f"Sổ lập từ lần chạy trước{day}; chỉ nhận những dòng mà nội dung chưa thay đổi.",)

"""One row merged three ways: what the clerk saw, what she wrote, what the log holds by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.decisions.log import Wanted, history
from pipeline.decisions.requirements import DecisionError, check_value
from pipeline.decisions.standing import Standing
from pipeline.importing.columns import BY, DECIDING, DECISION, NOTE, REASON, VALUE
from pipeline.importing.guard import Guard, words_hash
from pipeline.importing.layout import Line
from pipeline.importing.papers import Shelf
from pipeline.importing.prefill import Prefilled, day_text, prefill
from pipeline.importing.understand import choices, day_in, understood_day, understood_kind
from pipeline.outputs.clean import for_cell
from pipeline.storage.store import Store
from rules.decisions import DecisionKind, kinds
from rules.messages import Words
from rules.vietnamese.text import fold, nfc

Row = Mapping[str, Any]
_OTHER = "khac"  # the last choice of every list of reasons, folded
_WRITTEN_BY = "Người quyết định ghi trong sổ"


class Result(StrEnum):
    """What becomes of a row."""

    APPLIED = "applied"
    SAME = "same"
    ABSENT = "absent"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the preview: what becomes of it, where it stands and why, in words.

    ``place`` is the cell, ``Sai lệch!L12``; ``decision`` what would be written, or was typed.
    """

    result: Result
    code: str
    place: str = ""
    decision: str = ""
    why: str = ""
    finding: Row | None = None
    wanted: Wanted | None = None


class NotClear(Exception):  # noqa: N818 - named for what happened
    """A cell that cannot be taken: its column and why, in one Vietnamese sentence."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


@dataclass(frozen=True, slots=True)
class Merger:
    """What merging needs to know beside the row: the log, the papers, and who brings the file."""

    store: Store
    standings: Mapping[str, Standing]
    shelf: Shelf
    names: Mapping[str, str]  # of papers, by content
    by: str

    def base(self, line: Line, guard: Guard, finding: Row) -> Prefilled | None:
        """What the row was filled with, where that still stands; None where it changed since."""
        for words in self._prefilled(finding["fingerprint"]):
            if words_hash(words.said) == guard.said:
                kept = words_hash([line.text(BY)]) == guard.by
                return words._replace(by=line.text(BY)) if kept else words
        return None

    def merge(self, line: Line, guard: Guard, finding: Row) -> Item | None:
        """What becomes of a row; None for one on which nobody wrote anything."""
        place = line.place(DECISION)
        base = self.base(line, guard, finding)
        affirmed = self._affirmed(line, guard, finding, base)
        if words_hash(line.said) == guard.said and not affirmed:
            if base is None or not base.decision:
                return None
            return Item(Result.SAME, finding["code"], place, _on_line(base), finding=finding)
        try:
            wanted, value = self._wanted(line, guard, finding)
        except NotClear as error:
            cell = line.place(error.column)
            typed, why = typed_words(line), str(error)
            return Item(Result.REFUSED, finding["code"], cell, typed, why, finding)
        standing = self._standing(finding)
        item = Item(Result.APPLIED, finding["code"], place, self._shown(wanted, value), "", finding)
        if self._is(standing, wanted, value) and not affirmed:
            return replace(item, result=Result.SAME)
        if base is None:
            return replace(item, result=Result.CONFLICT, why=self._colleague(finding))
        if not guard.of_facts(finding["basis"]):
            why = "nội dung sai lệch đã thay đổi từ khi lập sổ; hãy xem lại trong sổ mới"
            return replace(item, result=Result.CONFLICT, why=why)
        return replace(item, wanted=replace(wanted, seen=standing.version))

    def _standing(self, finding: Row) -> Standing:
        fingerprint = finding["fingerprint"]
        return self.standings.get(fingerprint, Standing(fingerprint))

    def _prefilled(self, fingerprint: str) -> list[Prefilled]:
        """The words of what stands now, as a workbook of either language would say them."""
        standing = self.standings.get(fingerprint)
        if standing is None or not standing.kind:
            return [Prefilled()]
        kind, sha256 = kinds()[standing.kind], standing.value.get("sha256", "")
        return [
            Prefilled(
                *map(
                    for_cell,
                    prefill(standing, label, self.names.get(sha256, Words(lang).say("paper_gone"))),
                )
            )
            for lang, label in (("vi", kind.label), ("en", kind.label_en))
        ]

    def _affirmed(self, line: Line, guard: Guard, finding: Row, base: Prefilled | None) -> bool:
        """Whether someone put her name to a decision whose facts changed since."""
        if base is None or not base.decision or not line.text(BY):
            return False
        signed = words_hash([line.text(BY)]) != guard.by
        return signed and self._standing(finding).basis != finding["basis"]

    def _wanted(self, line: Line, guard: Guard, finding: Row) -> tuple[Wanted, dict[str, str]]:
        """The decision that the row asks for, and its value as the log would keep it."""
        for id in DECIDING:
            _refuse_computed(line, id)
        kind = _kind(line, guard)
        reason, note = _words(line, REASON), _words(line, NOTE)
        if kind.needs_reason and not reason:
            raise NotClear(REASON, f"“{kind.label}” cần lý do; hãy chọn trong danh sách hoặc ghi")
        if kind.needs_reason and fold(reason) == _OTHER and not note:
            raise NotClear(REASON, "đã chọn “Khác”: hãy ghi rõ lý do bằng lời hoặc ở cột Ghi chú")
        if kind.needs and not finding["obligation_id"]:
            why = f"“{kind.label}” chỉ dùng cho sai lệch về một sản phẩm phải nộp"
            raise NotClear(DECISION, why)
        given = self._value(line, kind, finding)
        try:
            value = check_value(self.store, kind, given, dict(finding))
        except DecisionError as error:
            raise NotClear(VALUE, str(error)) from error
        note = self._signed(line, guard, finding, note)
        return Wanted(finding["fingerprint"], kind.id, given, reason, note), value

    def _value(self, line: Line, kind: DecisionKind, finding: Row) -> dict[str, str]:
        text = _words(line, VALUE)
        if not kind.needs:
            if text:
                raise NotClear(
                    VALUE, f"“{kind.label}” không dùng ô này; hãy xóa ô hoặc đổi quyết định"
                )
            return {}
        if not text:
            needed = "ngày gia hạn" if kind.needs == "day" else "số hoặc tên tệp của văn bản"
            raise NotClear(VALUE, f"“{kind.label}” cần {needed}")
        if kind.needs == "document":
            return {"document_id": self._paper(text, finding)}
        when, _, paper = text.partition(";")
        day = day_in(when) if paper else understood_day(line.cell(VALUE))
        if day is None:
            raise NotClear(VALUE, f"“{when.strip()}” không rõ là ngày nào; hãy ghi dạng 31/12/2024")
        granted = {"document_id": self._paper(paper.strip(), finding)} if paper.strip() else {}
        return {"day": day.isoformat(), **granted}

    def _paper(self, text: str, finding: Row) -> str:
        found, why = self.shelf.find(text, finding["agency_id"] or "")
        if found is None:
            raise NotClear(VALUE, why)
        return found.id

    def _signed(self, line: Line, guard: Guard, finding: Row, note: str) -> str:
        """The note with the name that the clerk wrote, where that is not who brings the file."""
        name = _words(line, BY)
        known = {self.by, self._standing(finding).decided_by}
        if not name or words_hash([line.text(BY)]) == guard.by or name in known:
            return note
        return "; ".join(filter(None, (note, f"{_WRITTEN_BY}: {name}")))

    def _is(self, standing: Standing, wanted: Wanted, value: Mapping[str, str]) -> bool:
        """Whether just this decision stands already, whoever took it."""
        told = {name: standing.value.get(name, "") for name in ("sha256", "day")}
        asked = {name: value.get(name, "") for name in told}
        notes = {one.partition(_WRITTEN_BY)[0].rstrip("; ") for one in (standing.note, wanted.note)}
        return (
            standing.kind == wanted.kind
            and told == asked
            and _plain(standing.reason) == _plain(wanted.reason)
            and len(set(map(_plain, notes))) == 1
        )

    def _shown(self, wanted: Wanted, value: Mapping[str, str]) -> str:
        parts = [kinds()[wanted.kind].label]
        parts += [day_text(value["day"])] if "day" in value else []
        parts += [self.names.get(value["sha256"], "")] if "sha256" in value else []
        return " · ".join([*parts, *filter(None, (wanted.reason, wanted.note))])

    def _colleague(self, finding: Row) -> str:
        """Who changed the decision since the workbook was written."""
        standing = self._standing(finding)
        if not standing.kind:
            row = history(self.store, finding["fingerprint"])[-1]
            at = datetime.fromisoformat(row["decided_at"])
            return f"{row['decided_by']} đã hủy quyết định cũ lúc {at:%H:%M ngày %d/%m/%Y}"
        at = datetime.fromisoformat(standing.decided_at)
        label = kinds()[standing.kind].label
        return f"{standing.decided_by} đã ghi “{label}” lúc {at:%H:%M ngày %d/%m/%Y}; hãy xem lại"


def _refuse_computed(line: Line, id: str) -> None:
    kind = line.cell(id).kind
    if kind == "formula":
        raise NotClear(id, "ô có công thức; hãy thay bằng chữ")
    if kind == "error":
        raise NotClear(id, "ô báo lỗi của Excel; hãy ghi lại bằng chữ")


def _kind(line: Line, guard: Guard) -> DecisionKind:
    text = line.text(DECISION)
    if not text:
        blank = words_hash(["", "", "", ""])
        if guard.said != blank:
            raise NotClear(
                DECISION, "quyết định đã có bị xóa trống; muốn hủy, hãy hủy ở trang rà soát"
            )
        raise NotClear(DECISION, "chưa chọn Quyết định cho dòng này")
    id = understood_kind(text)
    if not id:
        raise NotClear(DECISION, f"không rõ “{text[:80]}” là quyết định nào; hãy chọn {choices()}")
    return kinds()[id]


def _words(line: Line, id: str) -> str:
    cell = line.cell(id)
    if cell.kind == "day" and id != VALUE:
        return day_text(cell.text)
    return nfc(cell.text).strip()


def typed_words(line: Line) -> str:
    """What stands in the decision cells, just as it was typed."""
    texts = (line.text(id) for id in (DECISION, VALUE, REASON, NOTE))
    return " · ".join(text[:200] for text in texts if text)


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


def _on_line(words: Prefilled) -> str:
    return " · ".join(filter(None, (words.decision, words.value, words.reason, words.note)))

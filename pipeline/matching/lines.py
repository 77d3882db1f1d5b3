"""The JSON lines of ``doichieu match --input``: one text a line, its tasks a line."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pipeline.errors import UserError
from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from pipeline.outputs.clean import for_json
from pipeline.outputs.replace import replace_file

_BATCH = 4096


def match_file(source: Path, target: Path | None, matcher: Matcher) -> Iterator[str]:
    """Match every line of a file; written to the target, or handed on where there is none."""
    lines = match_lines(read_lines(source), matcher)
    if target is None:
        yield from lines
        return

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(line + "\n" for line in lines)

    replace_file(target, write)


def match_lines(rows: Iterable[dict[str, object]], matcher: Matcher) -> Iterator[str]:
    """The answer line of each row, in order; memory holds one batch at a time."""
    batch: list[dict[str, object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield from _answers(batch, matcher)
            batch = []
    yield from _answers(batch, matcher)


def read_lines(source: Path) -> Iterator[dict[str, object]]:
    """The rows of a JSON lines file; a line that is none is the user's to mend."""
    if not source.is_file():
        raise UserError(f"{source.name}: không tìm thấy tệp; hãy kiểm tra lại đường dẫn.")
    with source.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            text = _decoded(line.removeprefix(BOM_UTF8), number, source)
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            # No JSON; a number of thousands of digits; brackets within brackets within brackets.
            except (ValueError, RecursionError) as error:
                raise UserError(
                    f"{source.name}: dòng {number} không phải JSON; hãy sửa dòng này."
                ) from error
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise UserError(
                    f'{source.name}: dòng {number} thiếu "text"; mỗi dòng cần {{"id", "text"}}.'
                )
            yield row


def _decoded(line: bytes, number: int, source: Path) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(
            f"{source.name}: dòng {number} không phải chữ UTF-8; hãy lưu tệp lại dạng UTF-8."
        ) from error


def query_of(row: dict[str, object]) -> Query:
    """A row as a query: with a type of paper it is a document's title, else a statement."""
    doc_type = _word(row, "doc_type")
    return Query(
        text=_word(row, "text"),
        agency=_word(row, "agency"),
        doc_type=doc_type,
        section=_word(row, "section"),
        date=_date(_word(row, "date")),
        kind="document" if doc_type else "statement",
    )


def _answers(batch: list[dict[str, object]], matcher: Matcher) -> Iterator[str]:
    found = matcher.match([query_of(row) for row in batch])
    for row, candidates in zip(batch, found, strict=True):
        answer = {"id": row.get("id"), "tasks": [_task(one) for one in candidates]}
        yield json.dumps(for_json(answer), ensure_ascii=False)


def _task(one: Candidate) -> dict[str, object]:
    answer: dict[str, object] = {
        "id": one.task_id, "score": one.score, "band": one.band.value, "reasons": list(one.reasons),
    }  # fmt: skip
    if one.shared_with:
        answer["shared_with"] = list(one.shared_with)
    return answer


def _word(row: dict[str, object], name: str) -> str:
    value = row.get(name)
    return str(value) if value else ""


def _date(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None

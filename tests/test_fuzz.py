"""Whatever is written somewhere: no reader breaks, none takes longer than its text is long.

In ``make test`` a few examples, always the same; in ``make test-all`` many, each time others.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.decisions.log import Actor
from pipeline.errors import UserError
from pipeline.importing.preview import preview_workbook
from pipeline.matching.lines import query_of, read_lines
from pipeline.outputs.clean import clean
from pipeline.plans.settings import read_settings
from pipeline.storage.store import Store
from rules.decisions import kinds
from tests.fuzz.readers import PIECES, READERS, read_whole
from tests.pipeline.importing import clerk as desk
from tests.pipeline.importing.conftest import in_this_process  # noqa: F401 - used by name

FEW, MANY = 25, 1_500
TEXT = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec=None), max_size=4)), max_size=30
).map("".join)
WRITTEN = st.builds(
    Block,
    text=TEXT,
    kind=st.sampled_from([one for one in Kind if one is not Kind.TABLE]),
    anchor=st.builds(Anchor, page=st.integers(1, 3), paragraph=st.integers(1, 9)),
    label=st.sampled_from(["", "1.", "a)", "-", "IV."]),
    bold=st.booleans(),
    centred=st.booleans(),
)
CELL = st.builds(
    Cell, text=TEXT, anchor=st.just(Anchor()),
    row_span=st.integers(0, 3), col_span=st.integers(0, 3),
)  # fmt: skip
TABLE = st.builds(
    Table,
    rows=st.lists(st.lists(CELL, max_size=7).map(tuple), max_size=6).map(tuple),
    anchor=st.just(Anchor()),
    ruled=st.booleans(),
)
DOCUMENT = st.builds(
    Document,
    format=st.sampled_from(["docx", "pdf", "xlsx", "txt"]),
    blocks=st.lists(
        st.one_of(WRITTEN, TABLE.map(lambda one: Block("", Kind.TABLE, Anchor(), table=one))),
        max_size=8,
    ).map(tuple),
    pages=st.just(1),
    pages_read=st.just(1),
)
HARD = [
    " ", "\n", "\u00a0", "9", ".", "-", "–", "1.", "0,", "12/", "- ", "Sở ", "ngày ", "số ", "(",
    "“", "_", "I", "đề nghị ", "15/KH-UBND, ", "ngày 01 tháng 01 năm 2024 ", "e\u0301",
]  # fmt: skip
LONG, LONGER = 4_000, 20_000
PATIENCE = 8.0  # seconds, on a machine that does other things too
amounts = pytest.mark.parametrize(
    "many", [pytest.param(False, id="few"), pytest.param(True, id="many", marks=pytest.mark.slow)]
)


def says(error: UserError, words: str) -> None:
    """What a person reads names what is wrong."""
    assert words in str(error)


def tried(many: bool, share: int = 1) -> settings:
    """Few examples, always the same; or many others."""
    return settings(
        max_examples=max(1, (MANY if many else FEW) // share),
        derandomize=not many,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@amounts
@pytest.mark.parametrize("name", READERS)
def test_no_text_breaks_a_reader(name: str, many: bool) -> None:
    @tried(many)
    @given(TEXT)
    def read(text: str) -> None:
        READERS[name](text)

    read()


@amounts
def test_no_document_breaks_the_readers(many: bool) -> None:
    @tried(many, 2)
    @given(DOCUMENT)
    def read(document: Document) -> None:
        read_whole(document)

    read()


@pytest.mark.parametrize("name", READERS)
def test_a_long_text_is_read_soon(name: str) -> None:
    slow = {}
    for piece in HARD:
        taken = seconds(READERS[name], piece, LONG)
        if taken > PATIENCE / 4:
            slow[piece] = taken
    assert not slow


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_a_very_long_text_is_read_soon(name: str) -> None:
    slow = {piece: seconds(READERS[name], piece, LONGER) for piece in HARD}
    assert not {piece: taken for piece, taken in slow.items() if taken > PATIENCE}


def seconds(read: Callable[[str], object], piece: str, length: int) -> float:
    """How long a reader takes for one piece again and again, with something at both ends."""
    text = f"Kế hoạch số 1{piece * (length // len(piece))}x"
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(
            ["id", "text", "agency", "doc_type", "section", "date"]), inner, max_size=5)
    ),
    max_leaves=8,
)  # fmt: skip


@amounts
def test_lines_to_match(many: bool, tmp_path: Path) -> None:
    file = tmp_path / "v.jsonl"

    @tried(many)
    @given(st.lists(st.one_of(PLAIN.map(lambda one: json.dumps(one).encode()), st.binary())))
    def read(lines: list[bytes]) -> None:
        file.write_bytes(b"\n".join(lines))
        try:
            for row in read_lines(file):
                query_of(row)
        except UserError as error:
            says(error, "v.jsonl")

    read()


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b'{"text": ' + b"9" * 5_000 + b"}", b"\xff", b'{"text": "\\ud800"}']
)
def test_lines_that_json_itself_chokes_on(line: bytes, tmp_path: Path) -> None:
    file = tmp_path / "v.jsonl"
    file.write_bytes(line)
    try:
        assert [query_of(row) for row in read_lines(file)]
    except UserError as error:
        says(error, "dòng 1")


KEYS = st.sampled_from(
    ["before_is_inclusive", "expand_communes", "holidays", "agencies", "reporting_year.from",
     "rules.late-output.on", "rules.late-output.severity", "deadline", "deadline.x", "x", "rules"]
)  # fmt: skip
VALUES = st.one_of(
    TEXT.map(lambda text: json.dumps(text.encode("utf-8", "replace").decode())),
    st.sampled_from(["true", "1", "[]", "{}", "2024-13-01", "2024-02-30", "nan", "'", "[[1]]",
                     '["2024-01-01"]', '{ on = false, severity = "x" }', "9" * 5_000,
                     '[{ words = "", day = 1 }]', "2024-01-01T00:00:00Z"]),
)  # fmt: skip


@amounts
def test_settings(many: bool, tmp_path: Path) -> None:
    file = tmp_path / "doichieu.toml"

    @tried(many)
    @given(st.lists(st.tuples(KEYS, VALUES), max_size=4), st.binary(max_size=6))
    def read(lines: list[tuple[str, str]], rest: bytes) -> None:
        text = "\n".join(f"{name} = {value}" for name, value in lines)
        file.write_bytes(text.encode("utf-8", "replace") + b"\n" + rest)
        try:
            read_settings(file)
        except UserError as error:
            says(error, "doichieu.toml")

    read()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "set", "row", "column", "swap", "insert", "sort"]),
        st.integers(1, 12),
        st.integers(1, 22),
        st.one_of(
            TEXT, st.none(), st.integers(), st.booleans(), st.dates(date(1900, 1, 1)),
            st.sampled_from(desk.CODES), st.sampled_from([one.label for one in kinds().values()]),
        ),
    ),
    max_size=8,
)  # fmt: skip
Edit = tuple[str, int, int, object]


@amounts
@pytest.mark.usefixtures("in_this_process")
def test_a_workbook_edited_anyhow(many: bool, tmp_path: Path) -> None:
    """Each row's reason names its finding: whatever is edited, it is written there or nowhere."""
    desk.run(tmp_path, desk.findings())
    written = desk.opened(tmp_path)
    for number in range(1, 9):
        written.decide(number, "Máy nhận sai", reason=f"lý do của {desk.CODES[number - 1]}")
    start = written.saved()

    # Each opens and saves a workbook; without one, led by coverage, many more are tried.
    @tried(many, 8 if many else 2)
    @given(EDITS)
    def take_back(edits: list[Edit]) -> None:
        clerk = desk.Clerk(tmp_path, load_workbook(io.BytesIO(start)))
        for edit in edits:
            change(clerk, edit)
        with Store.read(tmp_path / "doichieu.db") as store:
            try:
                preview = preview_workbook(store, clerk.saved(), "x.xlsx", Actor("Lan", "clerk"))
            except UserError as error:
                says(error, "x.xlsx")
                return
        for wanted in preview.wanted:
            own = desk.CODES[desk.PRINTS.index(wanted.fingerprint)]
            others = [code for code in desk.CODES if code in wanted.reason and code != own]
            assert not others or wanted.reason in {value for *_, value in edits}

    take_back()


def change(clerk: desk.Clerk, edit: Edit) -> None:
    """What a clerk may do to a sheet, one thing at a time."""
    what, row, column, value = edit
    sheet = clerk.sheet
    if what == "set":
        shown = clean(value) if isinstance(value, str) else value
        sheet.cell(row, column).value = shown  # type: ignore[assignment]
    elif what == "row":
        sheet.delete_rows(row)
    elif what == "column":
        sheet.delete_cols(column)
    elif what == "insert":
        sheet.insert_rows(row)
    elif what == "swap" and row != column:
        one, other = sheet[row], sheet[min(column, 12)]
        for first, second in zip(one, other, strict=False):
            first.value, second.value = second.value, first.value
    elif what == "sort" and desk.HEADINGS["code"] in [cell.value for cell in sheet[1]]:
        clerk.sort(key=lambda at: -at)

"""What a user gets for each command, above all when something is wrong: one sentence, one code."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from pipeline.cli import main

PLAN_ROWS = [
    ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Thời gian hoàn thành"),
    ("1", "Xây dựng quy chế phối hợp cứu trợ", "Quy chế", "Sở Tài chính", "Quý I/2024"),
    ("2", "Kiểm tra công tác tuyển dụng viên chức", "Báo cáo", "Sở Nội vụ", "Quý IV/2024"),
]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a small plan, odd plans and odd inboxes."""
    word(tmp_path / "ke-hoach.docx", ["KẾ HOẠCH", "Thử nghiệm năm 2024"], PLAN_ROWS)
    word(tmp_path / "khong-bang.docx", ["KẾ HOẠCH không có bảng"])
    word(tmp_path / "khong-han.docx", ["KẾ HOẠCH"], [row[:4] for row in PLAN_ROWS])
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 not a package")
    (tmp_path / "rong").mkdir()
    word(tmp_path / "la" / "Phòng Lạ Hoắc" / "x.docx", ["Thông báo nghỉ lễ Quốc khánh"])
    (tmp_path / "hop" / "Sở Nội vụ").mkdir(parents=True)
    (tmp_path / "hop" / "Sở Nội vụ" / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    return tmp_path


def word(path: Path, lines: list[str], rows: list[tuple[str, ...]] | None = None) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


class Called:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> Called:
        monkeypatch.setattr("sys.argv", ["doichieu", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Called(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "{w}/khong-co", "--plan", "{w}/ke-hoach.docx"), "không phải thư mục"),
        (("run", "{w}/rong", "--plan", "{w}/ke-hoach.docx"), "không có tệp nào"),
        (("run", "{w}/la", "--plan", "{w}/khong-co.docx"), "không tìm thấy tệp kế hoạch"),
        (("run", "{w}/la", "--plan", "{w}/khong-bang.docx"), "không thấy bảng nhiệm vụ"),
        (("run", "{w}/la", "--plan", "{w}/hong.docx"), "hong.docx"),
        (("run", "{w}/la"), "thiếu --plan"),
        (("run", "{w}/la", "--plan", "x", "--as-of", "31/12/2024"), "--as-of 2024-12-31"),
        (("plan", "{w}/khong-bang.docx"), "không thấy bảng nhiệm vụ"),
        (("read", "{w}/khong-co.docx"), "không tìm thấy tệp"),
        (("match", "--plan", "{w}/ke-hoach.docx"), "cần một câu"),
        (("findings", "--out", "{w}/rong"), "hãy chạy doichieu run"),
        (("explain", "PH-1111-1111-2", "--out", "{w}"), "gõ chưa đúng"),
        (("rules", "khong-co"), "không có quy tắc này"),
        (("khong-co-lenh",), "không có lệnh 'khong-co-lenh'"),
        (("rules", "--la"), "không có lựa chọn --la"),
    ],
)
def test_what_the_user_must_mend_is_one_sentence(
    work: Path, call, words: tuple[str, ...], says: str
) -> None:
    called = call(
        *(word.format(w=work) for word in words),
        *(["--out", work / "kq"] if words[0] == "run" else []),
    )
    assert called.code == 2
    assert says in called.err
    assert len(called.err.strip().splitlines()) == 1
    assert "Traceback" not in called.err
    assert called.out == ""


def test_an_unknown_agency_folder_is_no_reason_to_stop(work: Path, call) -> None:
    out = work / "kq"
    called = call("run", work / "la", "--plan", work / "ke-hoach.docx", "--out", out)
    assert called.code == 1
    assert {path.name for path in out.iterdir()} >= {
        "doichieu.db", "sai-lech.xlsx", "bao-cao.html", "findings.jsonl",
    }  # fmt: skip
    rules = {json.loads(line)["rule"] for line in (out / "findings.jsonl").open(encoding="utf-8")}
    assert {"unmatched-document", "nothing-received"} <= rules


def test_results_inside_the_inbox_are_not_handed_in(work: Path, call) -> None:
    out = work / "la" / "kq"
    for _ in range(2):
        assert call("run", work / "la", "--plan", work / "ke-hoach.docx", "--out", out).code == 1
    assert (
        call("run", work / "la", "--plan", work / "ke-hoach.docx", "--out", work / "la").code == 2
    )


def test_a_folder_of_no_known_agency_is_named(work: Path, call) -> None:
    called = call("run", work / "la", "--plan", work / "ke-hoach.docx", "--out", work / "kq")
    assert "Không nhận ra cơ quan của “Phòng Lạ Hoắc”" in called.err


def test_unread_input_wins_over_findings(work: Path, call) -> None:
    called = call(
        "run", work / "hop", "--plan", work / "ke-hoach.docx",
        "--out", work / "kq", "--as-of", "2024-12-20",
    )  # fmt: skip
    assert called.code == 3
    shown = call("findings", "--out", work / "kq", "--format", "json")
    assert shown.code == 1
    rules = {finding["rule"] for finding in json.loads(shown.out)}
    assert "not-checkable" not in rules  # the report is due on 31/12 only
    assert "unreadable-file" in rules


def test_a_plan_without_deadlines_is_read_and_told(work: Path, call) -> None:
    called = call("plan", work / "khong-han.docx", "--json")
    assert called.code == 0
    plan = json.loads(called.out)
    assert [task["number"] for task in plan["tasks"]] == ["1", "2"]
    assert any(problem["rule"] == "row-missing-deadline" for problem in plan["problems"])


def test_a_finding_is_explained(work: Path, call) -> None:
    out = work / "kq"
    call(
        "run", work / "la", "--plan", work / "ke-hoach.docx", "--out", out, "--as-of", "2025-01-10"
    )
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    silent = next(one for one in map(json.loads, lines) if one["rule"] == "nothing-received")
    called = call("explain", silent["code"].lower(), "--out", out)
    assert called.code == 0
    assert "chưa gửi tài liệu nào" in called.out


def test_a_corrected_workbook_is_a_plan(work: Path, call) -> None:
    book = work / "sua.xlsx"
    assert call("plan", work / "ke-hoach.docx", "--xlsx", book).code == 0
    first = json.loads(call("plan", work / "ke-hoach.docx", "--json").out)
    again = json.loads(call("plan", book, "--json").out)
    strip = [{k: v for k, v in task.items() if k != "anchor"} for task in first["tasks"]]
    assert [{k: v for k, v in t.items() if k != "anchor"} for t in again["tasks"]] == strip


def test_matching_lines(work: Path, call) -> None:
    source = work / "cau.jsonl"
    source.write_text(
        '{"id": 7, "text": "Đã kiểm tra tuyển dụng viên chức", "agency": "Sở Nội vụ"}\n'
        '{"id": 8, "text": "Nơi nhận: Như trên; Lưu: VT."}\n',
        encoding="utf-8",
    )
    target = work / "nhiem-vu.jsonl"
    called = call("match", "--plan", work / "ke-hoach.docx", "--input", source, "--output", target)
    assert called.code == 0
    first, second = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["tasks"][0]["id"]) == (7, "2")
    assert len(first["tasks"]) <= 3
    assert all(task["band"] == "none" for task in second["tasks"])


@pytest.mark.parametrize("words", [(), ("--help",), ("rules",), ("doctor",)])
def test_asking_is_free(call, words: tuple[str, ...]) -> None:
    called = call(*words)
    assert called.code == 0
    assert called.out

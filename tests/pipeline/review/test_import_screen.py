"""The workbook taken back in the page: preview, writing what was previewed, and what changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline.review.screens.import_screen import PATH
from tests.pipeline.importing import clerk as scene
from tests.pipeline.importing.clerk import CODES, HOA, Clerk
from tests.pipeline.review.conftest import Browser, Live

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def sample_out(tmp_path: Path) -> Path:
    """Eight findings of one agency, which is enough here."""
    out = tmp_path / "ket-qua"
    scene.run(out, scene.findings())
    return out


@pytest.fixture
def clerk(sample_out: Path) -> Clerk:
    """The workbook with three decisions, one of them without its reason."""
    clerk = scene.opened(sample_out)
    clerk.decide(2, "Đúng - đôn đốc")
    clerk.decide(4, "Chờ giải trình", note=HOSTILE)
    clerk.decide(6, "Máy nhận sai")
    return clerk


def sent(client: Browser, data: bytes, name: str = "sai-lech (2).xlsx") -> str:
    """The address of the preview of an upload."""
    answer = client.post(PATH, files={"tep": (name, data)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def hidden(text: str) -> dict[str, str]:
    """The fields of the form that writes."""
    form = text.split('action="/nhap/ghi"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(so|ten|xem)" value="([^"]*)"', form))


def test_the_form_says_what_to_do(client: Browser) -> None:
    text = client.get(PATH).text
    assert 'type="file"' in text
    assert "Chưa ghi gì ở bước này" in text


def test_a_preview_names_cell_and_reason_and_writes_nothing(client: Browser, clerk: Clerk) -> None:
    text = client.get(sent(client, clerk.saved())).text
    assert f"Sai lệch!{clerk.cell(6, 'reason').coordinate}" in text
    assert "cần lý do" in text
    assert "Ghi 2 quyết định" in text
    assert f'href="/sai-lech/{CODES[1]}"' in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in text
    assert clerk.stands(2).kind == ""


def test_what_was_previewed_is_written_once_with_one_undo(client: Browser, clerk: Clerk) -> None:
    fields = hidden(client.get(sent(client, clerk.saved())).text)
    answer = client.post(f"{PATH}/ghi", data=fields)
    assert answer.url.path == "/nhat-ky"
    assert "Đã ghi 2 quyết định từ sai-lech (2).xlsx." in answer.text
    held = clerk.stands(4)
    assert (held.kind, held.note, held.decided_by) == ("await", HOSTILE, "Nguyễn Thị Thử")
    assert held.batch == clerk.stands(2).batch
    again = client.post(f"{PATH}/ghi", data=fields)
    assert again.status_code == 409, "a second press writes nothing"
    assert "Không có quyết định mới để ghi" in again.text


def test_a_colleague_between_preview_and_writing(
    client: Browser, clerk: Clerk, sample_out: Path
) -> None:
    fields = hidden(client.get(sent(client, clerk.saved())).text)
    scene.colleague(sample_out, 2, "accept", HOA, reason="Đã nộp theo hình thức khác")
    answer = client.post(f"{PATH}/ghi", data=fields)
    assert answer.status_code == 409
    assert "Có thay đổi từ lúc xem trước" in answer.text
    assert "Hoa đã ghi “Chấp nhận có lý do”" in answer.text
    assert clerk.stands(4).kind == ""
    client.post(f"{PATH}/ghi", data=hidden(answer.text))
    assert (clerk.stands(2).kind, clerk.stands(4).kind) == ("accept", "await")


@pytest.mark.parametrize(
    ("data", "why"), [(b"%PDF-1.7", "không phải tệp Excel .xlsx"), (b"PK\x03\x04", "tệp hỏng")]
)
def test_another_file_is_told_in_one_sentence(client: Browser, data: bytes, why: str) -> None:
    answer = client.post(PATH, files={"tep": ("../../a.xlsx", data)})
    assert answer.status_code == 400
    assert f"a.xlsx: {why}" in answer.text
    assert ".." not in answer.text.split("note problem")[1].split("</p>")[0]


def test_no_file_at_all(client: Browser) -> None:
    assert "Chưa chọn tệp" in client.post(PATH, data={"x": "1"}).text


@pytest.mark.parametrize("asked", ["0" * 64, "../doichieu", "x"])
def test_an_upload_that_is_gone(client: Browser, asked: str) -> None:
    answer = client.get(PATH, params={"so": asked})
    assert answer.status_code == 400
    assert "không còn được giữ" in answer.text
    assert client.post(f"{PATH}/ghi", data={"so": asked}).status_code == 400


def test_what_lies_on_disk_in_its_place_is_not_taken(
    client: Browser, clerk: Clerk, sample_out: Path
) -> None:
    address = sent(client, clerk.saved())
    for file in (sample_out / ".nhap").iterdir():
        file.write_bytes(b"PK something else")
    assert client.get(address).status_code == 400


def test_in_a_browser(live: Live, window: Page, clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "sai-lech da ghi.xlsx"
    file.write_bytes(clerk.saved())
    window.goto(live.first)
    window.goto(f"{live.origin}{PATH}")
    window.set_input_files("#tep", file)
    window.get_by_role("button", name="Xem trước").click()
    window.get_by_role("heading", name="Sẽ ghi").wait_for()
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.get_by_role("button", name="Ghi 2 quyết định").click()
    window.wait_for_url(f"{live.origin}/nhat-ky")
    assert clerk.stands(2).kind == "confirm"

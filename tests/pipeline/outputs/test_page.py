from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.outputs.links import Links
from pipeline.outputs.page import build_page, render, write_page
from rules.model.dossier import Status
from tests import factories as make
from tests.pipeline.outputs import scene

# The page's own elements; anything else came from a text.
_OWN = {
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer",
    "p", "h1", "h2", "h3", "a", "b", "i", "q", "ul", "li", "dl", "dt", "dd", "div", "span", "small",
    "strong", "code", "details", "summary", "article", "form", "input", "label", "output", "table",
    "thead", "tbody", "tr", "th", "td", "svg", "rect", "script",
}  # fmt: skip


class Elements(HTMLParser):
    """Every element with its attributes, and the text beside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    inbox = scene.lay_inbox(folder / "Hộp thư")
    write_page(scene.report(inbox=inbox), folder / "ket-qua" / "bao-cao.html")
    return folder


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "ket-qua" / "bao-cao.html").read_text(encoding="utf-8")


def test_what_could_not_be_checked_comes_first(html: str) -> None:
    assert html.index('id="unchecked"') < html.index('id="counts"') < html.index('id="matrix"')
    assert "1 tệp chưa đọc hết" in html
    assert "Tệp hỏng; đề nghị cơ quan gửi lại." in html
    assert "1 sản phẩm chưa kết luận được" in html
    assert "1 cơ quan chưa gửi gì" in html


def test_every_finding_stands_with_its_quote_and_place(html: str) -> None:
    texts = " ".join(Elements(html).texts)
    for expected in (
        "PH-0000-0001-1",
        "PH-0000-0002-2",
        "PH-0000-0003-3",
        "Kế hoạch chậm 12 ngày.",
        "Nâng cao chất lượng khám, chữa bệnh",
        "trang 2, đoạn 7",
        "ngày 12/4",
        "đã ban hành",
    ):
        assert expected in texts


def test_the_page_asks_nobody_anything(html: str) -> None:
    elements = Elements(html)
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:|//|data:|javascript:)""", html)
    assert len(elements.of("script")) == 1
    assert elements.of("script")[0] == {}
    policy = elements.of("meta")[1]["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not any("style" in attrs or any(name.startswith("on") for name in attrs)
                   for _, attrs in elements.found)  # fmt: skip


def test_anchors_lead_somewhere(html: str) -> None:
    elements = Elements(html)
    ids = {attrs["id"] for _, attrs in elements.found if "id" in attrs}
    targets = {
        str(attrs["href"])[1:] for attrs in elements.of("a") if str(attrs["href"]).startswith("#")
    }
    assert targets <= ids
    assert "f-PH-0000-0003-3" in targets, "the matrix leads to the finding"


def test_the_matrix_has_a_sign_for_each_agency_that_owes(tmp_path: Path) -> None:
    page = build_page(scene.report(), Links(None, tmp_path))
    assert page.matrix.agencies == ("Sở Nội vụ", "Sở Y tế", "UBND huyện Mộc Châu")
    signs = {
        line.label or line.text: [square.mark if square else "" for square in line.squares]
        for _, lines in page.matrix.sections
        for line in lines
    }
    assert signs == {
        "I.3": ["✗", "", ""],
        "VI.1": ["?", "T", ""],
        "Báo cáo năm": ["", "", "0"],
    }


def test_bars_are_shares_of_the_widest(tmp_path: Path) -> None:
    page = build_page(scene.report(), Links(None, tmp_path))
    first = page.sections[0]
    assert (first.name, first.total) == ("I. Tham gia của người dân ở cấp cơ sở", 2)
    assert [(one.group, one.start, one.width) for one in first.parts] == [
        ("met", 0.0, 50.0),
        ("absent", 50.0, 50.0),
    ]
    assert [bar.total for bar in page.agencies] == [3, 1, 1]


def test_files_are_linked_from_where_the_page_lies(html: str) -> None:
    links = {str(attrs["href"]) for attrs in Elements(html).of("a")}
    assert "../H%E1%BB%99p%20th%C6%B0/SYT/g%C3%B3i.zip" in links


@pytest.mark.parametrize("text", scene.HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    html = render(scene.hostile_report(text, inbox=tmp_path), tmp_path)
    html.encode("utf-8")
    elements = Elements(html)
    assert {tag for tag, _ in elements.found} <= _OWN
    assert len(elements.of("script")) == 1
    assert all(str(attrs["href"]).startswith("#") for attrs in elements.of("a"))
    assert "49" not in " ".join(elements.texts) or "49" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_english(tmp_path: Path) -> None:
    html = render(scene.report(lang="en"), tmp_path)
    assert '<html lang="en">' in html
    assert "The plan is 12 days late." in html
    assert "What could not be checked" in html


def test_a_run_without_findings_says_so(tmp_path: Path) -> None:
    judged = [make.judgement(Status.MET)]
    html = render(scene.report(findings=[], papers=[], judgements=judged), tmp_path)
    assert "Không có sai lệch." in html
    assert "Mọi tệp nhận được đều đã đọc hết và mọi sản phẩm đều có kết luận." in html


def test_more_findings_than_a_browser_scrolls_are_said(tmp_path: Path) -> None:
    html = render(scene.report(), tmp_path, most=2)
    assert "Còn 1 sai lệch nữa" in html
    assert html.count("<article") == 2


def test_near_misses_are_listed_for_a_sample_check() -> None:
    html = render(scene.report(), Path("out"))
    section = html[html.index('<section id="near">') :]
    assert "dùng để kiểm tra mẫu" in section
    assert "Gần nhất" in section or "Nhiệm vụ gần nhất" in section

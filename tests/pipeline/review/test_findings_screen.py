"""The list over HTTP: addresses that can be pasted, pages, parts for htmx, hostile text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.review.findings.findings_view import View, asked, asked_by
from pipeline.storage.store import Store
from tests.pipeline.review.conftest import Browser

HX = {"HX-Request": "true"}


def codes(html: str) -> list[str]:
    return re.findall(r'<li id="row-(PH-[^"]+)"', html)


@pytest.mark.parametrize(
    "query",
    [
        "quyet-dinh=chua&quyet-dinh=doi",
        "q=h%E1%BB%8Dp&muc-do=error&co-quan=so-noi-vu&co-quan=so-y-te",
        "sap-xep=co-quan",
        "han=qua-han&phu-trach=Nguy%E1%BB%85n%20V%C4%83n%20A&sap-xep=han&trang=3",
        "muc-do=error&sau=PH-MKS3-FR6A-N",
        "muc-do=error&truoc=PH-MKS3-FR6A-N",
        "nhiem-vu=II.4&van-ban=d6129926973c",
    ],
)
def test_an_address_is_read_and_written_alike(query: str) -> None:
    assert asked_by(query).query() == query


def test_an_address_without_anything_shows_what_needs_a_person() -> None:
    assert asked([]).chosen == {"quyet-dinh": ("chua", "doi")}
    assert asked([("q", "")]).chosen == {}
    assert asked([("trang", "x"), ("sap-xep", "x"), ("la", "y")]) == View()


def test_the_list_stands_in_the_order_of_the_report(client: Browser) -> None:
    page = client.get("/sai-lech")
    assert page.status_code == 200
    first = codes(page.text)
    assert len(first) == 100
    older = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert older
    rest = codes(client.get(older[1].replace("&amp;", "&")).text)
    assert len(rest) == 44
    assert not set(first) & set(rest)
    assert codes(client.get("/sai-lech?sap-xep=co-quan&trang=2").text) == rest
    assert codes(client.get("/sai-lech?sap-xep=co-quan&trang=99").text) == rest
    assert codes(client.get(f"/sai-lech?sap-xep=co-quan&truoc={rest[0]}").text) == first


def test_no_row_is_skipped_when_decided_ones_leave(client: Browser) -> None:
    first = codes(client.get("/sai-lech").text)
    before = codes(client.get(f"/sai-lech?quyet-dinh=chua&sau={first[-1]}").text)
    for code in first[:3]:
        client.post("/quyet-dinh", data={"code": code, "kind": "confirm"})
    assert codes(client.get(f"/sai-lech?quyet-dinh=chua&sau={first[-1]}").text) == before


def test_one_finding_is_opened_on_its_page(client: Browser) -> None:
    last = codes(client.get("/sai-lech?sap-xep=co-quan&trang=2").text)[-1]
    page = client.get(f"/sai-lech/{last}?sap-xep=co-quan").text
    assert last in codes(page)
    assert re.search(rf'id="row-{last}"[^>]*aria-current="true"', page)
    assert f'name="code" value="{last}"' in page
    assert 'class="evidence' in page  # also without script
    typed = last.lower().replace("-", " ")
    assert last in codes(client.get(f"/sai-lech/{typed}?sap-xep=co-quan").text)
    outside = client.get(f"/sai-lech/{last}?quyet-dinh=confirm").text
    assert "không nằm trong bộ lọc" in outside
    for wrong in ("PH-0000-0000-0", "abc", "PH-0000-0001-9"):
        assert client.get(f"/sai-lech/{wrong}").status_code == 404


def test_htmx_gets_the_list_and_the_facets_alone(client: Browser) -> None:
    headers = {**HX, "HX-Target": "listing"}
    part = client.get("/sai-lech?q=&sap-xep=co-quan&muc-do=error", headers=headers)
    assert part.text.lstrip().startswith('<section id="listing"')
    assert part.text.count("hx-swap-oob") == 1
    assert "<body" not in part.text
    assert part.headers["HX-Push-Url"] == "/sai-lech?muc-do=error"
    shown = client.get("/sai-lech?muc-do=error")
    assert codes(part.text) == codes(shown.text)
    assert "<b>80</b> sai lệch" in shown.text


def test_every_choice_and_token_leads_somewhere_plain(client: Browser) -> None:
    page = client.get("/sai-lech?co-quan=so-noi-vu&muc-do=error").text
    assert re.search(r'name="co-quan" value="so-noi-vu" checked', page)
    token = re.search(r'<li><a href="([^"]+)" title="Bỏ: Cơ quan Sở Nội vụ"', page)
    assert token
    assert token[1] == "/sai-lech?muc-do=error"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "'><svg/onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(client: Browser, sample_out: Path, text: str) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        store.db.execute("UPDATE findings SET message = ?", [f"Sở Nội vụ: {text}"])
        store.db.execute("UPDATE agencies SET name = name || ?", [text])
        store.db.execute("UPDATE tasks SET text = ?", [text])
        store.db.execute("UPDATE sections SET title = ?", [text])
        store.db.execute("UPDATE documents SET path = path || ?, title = ?", [text, text])
        store.db.conn.commit()
        (code,) = store.db.execute("SELECT code FROM findings WHERE obligation_id <> ''").fetchone()
    client.post("/phu-trach", data={"code": code, "owner": text})
    client.post("/quyet-dinh", data={"code": code, "kind": "misread", "reason": text, "note": text})
    pages = [
        client.get("/sai-lech", params={"q": text, "co-quan": text, "phu-trach": text}),
        client.get(f"/sai-lech/{code}", params={"sap-xep": "co-quan", "nhiem-vu": text}),
        client.get("/quyet-dinh/hang-loat", params={"ve": f"q={text}"}),
        client.get("/quyet-dinh/hang-loat", params={"ve": "sap-xep=co-quan"}),
        client.get("/quyet-dinh/van-ban", params={"tim": text, "code": code}, headers=HX),
        client.get("/quyet-dinh/van-ban", params={"code": code}, headers=HX),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert not re.search(r"<(img|svg)[^>]*\bon\w+=", page.text)
        assert not re.search(r'<[^>]*" (autofocus )?onfocus=', page.text)
        assert "7*7" not in page.text or "{{7*7}}" in page.text
        assert "\u202e" not in page.text


def test_nothing_is_styled_or_scripted_in_the_page_itself(client: Browser) -> None:
    for address in ("/sai-lech", "/quyet-dinh/hang-loat?ve=sap-xep=co-quan"):
        page = client.get(address).text
        assert not re.search(r"<(style|script)(?![^>]*\bsrc=)[^>]*>", page)
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on[^=]*)=", page)

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from html import unescape
from pathlib import Path

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.outputs.report import WORST_FIRST
from pipeline.review.desk import Desk
from rules.messages import load
from tests.pipeline.review.conftest import Browser
from tests.pipeline.review.screen_scene import total


def cells(page: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(task, agency name) -> the sign, its class, and where it leads."""
    heads = [unescape(one) for one in re.findall(r'<th scope="col"><a [^>]*title="([^"]*)"', page)]
    found = {}
    for row in re.findall(r'<tr><th scope="row".*?</tr>', page, re.DOTALL):
        label, text = re.findall(r"<b>([^<]*)</b> ([^<]*)</a>", row)[0]
        squares = re.findall(r"<td( class=.*?)?</td>|<td>(?=</td>)", row)
        squares = re.findall(r"<td(?:>| class=\"([^\"]*)\"[^>]*>(.*?))</td>", row)
        assert len(squares) == len(heads)
        for head, (kind, inner) in zip(heads, squares, strict=True):
            if inner:
                address, mark = re.findall(r'href="([^"]*)"[^>]*>([^<]*)', inner)[0]
                found[label or unescape(text), head] = (mark, kind.strip(), unescape(address))
    return found


def test_cells_are_what_a_careful_clerk_wrote(client: Browser, root: Path, desk: Desk) -> None:
    """Every cell of the agencies that sent something, against samples/expected.toml."""
    expected = tomllib.loads((root / "samples/expected.toml").read_text(encoding="utf-8"))
    owed = defaultdict(set)
    for one in expected["obligation"]:
        owed[one["task"] or one["output"], one["agency"]].add(one["status"])
    page = client.get("/bang").text
    shown = cells(page)
    with desk.read() as store:
        names = dict(store.db.execute("SELECT id, name FROM agencies").fetchall())
    duties = {id: entry.vi for id, entry in load()["output"].items()}
    assert len(owed) > 150
    for (task, agency), statuses in owed.items():
        worst = next(status for status in WORST_FIRST if status.value in statuses)
        entry = load()["status"][worst]
        mark, kind, _ = shown[duties.get(task, task), names[agency]]
        assert (mark, kind) == (entry.mark, entry.group), (task, agency)


def test_a_cell_opens_its_finding_or_its_story(client: Browser) -> None:
    shown = cells(client.get("/bang").text)
    mark, _, address = shown["I.3", "Sở Nội vụ"]
    assert mark == "T"
    assert re.fullmatch(r"/sai-lech/PH-[0-9A-Z-]+", address)
    assert client.get(address).status_code == 200
    mark, _, address = shown["I.1", "Sở Nội vụ"]
    assert (mark, address) == ("✓", "/san-pham?co-quan=so-noi-vu&nhiem-vu=I.1")
    story = client.get(address).text
    assert total(story) == 2
    assert "21/KH-UBND" in story
    assert "1105/BC-SNV" in story


def test_decided_cells_are_marked(desk: Desk, client: Browser) -> None:
    with desk.decide() as store:
        of = "SELECT fingerprint FROM findings WHERE rule = 'late-output' AND task_id = 'I.3'"
        ((fingerprint,),) = store.db.execute(of).fetchall()
        take(store, [Wanted(fingerprint, "confirm")], Actor("Nguyễn Thị Thử"))
    shown = cells(client.get("/bang").text)
    assert shown["I.3", "Sở Nội vụ"][1] == "flawed decided"
    assert shown["I.4", "Sở Nội vụ"][1] == "flawed"


def test_filters_leave_rows_and_columns(client: Browser) -> None:
    shown = cells(client.get("/bang?noi-dung=IV&nhom=huyen").text)
    assert shown
    assert {task.split(".")[0] for task, _ in shown} == {"IV"}
    assert {name.split()[0] for _, name in shown} == {"UBND"}
    assert len({name for _, name in shown}) == 12
    duties = cells(client.get("/bang?noi-dung=bao-cao").text)
    assert {task for task, _ in duties} == {entry.vi for entry in load()["output"].values()}
    assert "Không có sản phẩm nào như vậy" in client.get("/bang?noi-dung=XX").text

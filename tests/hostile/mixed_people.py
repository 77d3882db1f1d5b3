"""What everybody does at once in ``test_mixed_work.py``, each until the work is over."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.hostile.mixed_office import SAMPLES, Browser, Office

RAN, HELD = (0, 1, 3), 75
STAYING = ("STP", "Sở TT&TT", "Công an tỉnh")
COMING = ("SCT", "UBMTTQ tỉnh", "Huyen Moc Chau", "Thanh tra tỉnh", "SGTVT", "Sở Xây dựng")
CHANGING = Path("STP") / "KH 06 PBGDPL 2024.docx"
VERSIONS = (Path("STP") / "KH 06 PBGDPL 2024.docx", Path("STP") / "KH 30 TCTT Moc Chau.docx")
SCREENS = (
    ("list", "/sai-lech?sap-xep=co-quan"),
    ("list", "/sai-lech?sap-xep=han&trang=2"),
    ("facets", "/sai-lech?quy-tac=missing-output&muc-do=error"),
    ("facets", "/sai-lech?q=k%E1%BA%BF+ho%E1%BA%A1ch&quyet-dinh=chua"),
    ("overview", "/"),
    ("matrix", "/bang"),
    ("runs", "/lan-chay"),
    ("log", "/nhat-ky"),
    ("log", "/nhat-ky.csv"),
    ("figures", "/so-lieu"),
    ("papers", "/van-ban"),
    ("outputs", "/san-pham"),
)
FILES = (200, 403, 404)  # one is stamped secret, some a run has meanwhile left out
GONE = (200, 404)
_ROW = re.compile(r'data-code="([^"]+)" data-seen="(\d+)" data-basis="(\w*)" data-owed="(1?)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


def fill(inbox: Path) -> None:
    """What lies in the inbox at first."""
    for name in STAYING:
        shutil.copytree(SAMPLES / "inbox" / name, inbox / name)
    _long_ago(inbox)


def _long_ago(place: Path) -> None:
    """As if it had lain there for an hour: what was just copied is waited for."""
    old = time.time() - 3600
    for path in (place, *place.rglob("*")):
        os.utime(path, (old, old))


def change(office: Office, number: int) -> None:
    """A folder comes, one goes, a file is replaced by another version."""
    come, go = COMING[number % len(COMING)], COMING[(number + 3) % len(COMING)]
    if not (office.inbox / come).exists():
        brought = office.home / "den"
        shutil.copytree(SAMPLES / "inbox" / come, brought)
        _long_ago(brought)
        brought.rename(office.inbox / come)
    shutil.rmtree(office.inbox / go, ignore_errors=True)
    version = office.home / "ban-moi.docx"
    shutil.copyfile(SAMPLES / "inbox" / VERSIONS[number % len(VERSIONS)], version)
    _long_ago(version)
    version.replace(office.inbox / CHANGING)


def run_again_and_again(office: Office) -> None:
    """A run over what came and went; a second one started meanwhile is refused."""
    for number in count():
        if office.over.is_set():
            return
        change(office, number)
        first = office.start_run()
        office.running.set()
        office.over.wait(0.6)
        second = office.start_run()
        ended = [office.end(one, (*RAN, HELD))[0] for one in (second, first)]
        office.running.clear()
        if ended == [HELD, HELD]:
            office.wrong.append("two runs were started, and neither ran")


def read(office: Office, seed: int) -> None:
    """Go through the screens, open findings and their evidence, look at pages."""
    chance, browser = random.Random(seed), Browser(office)
    while not office.over.is_set():
        kind, address = chance.choice(SCREENS)
        text = browser.get(kind, address).text
        codes = [row[0] for row in _ROW.findall(text)]
        if codes:
            code = chance.choice(codes)
            browser.get("finding", f"/sai-lech/{code}?sap-xep=co-quan")
            browser.get("evidence", f"/minh-chung/{code}")
        papers = sorted(set(re.findall(r'"/van-ban/([^"/?]+)"', text)))
        if papers:
            paper = chance.choice(papers)
            browser.get("paper", f"/van-ban/{paper}", GONE)
            browser.get("picture", f"/anh/{paper}/1.png", FILES)
            browser.get("file", f"/tep/{paper}", FILES)
        browser.get("pulse", "/nhip?lan=1", (200, 204))
        office.over.wait(chance.uniform(0.0, 0.8))
    browser.close()


def decide(office: Office, seed: int) -> None:
    """Decide on findings, one and many, and take some of it back."""
    chance, browser = random.Random(seed), Browser(office)
    batches: list[int] = []
    while not office.over.is_set():
        page = chance.randint(1, 3)
        text = browser.get("list", f"/sai-lech?sap-xep=co-quan&trang={page}").text
        rows = _ROW.findall(text)
        what = chance.random()
        if batches and what < 0.25:
            _take_back(browser, batches.pop(chance.randrange(len(batches))))
        elif rows and what < 0.45:
            batches += _decide_many(browser, [row[0] for row in chance.sample(rows, 4)])
        elif rows:
            batches += _decide_one(browser, chance, chance.choice(rows))
        office.over.wait(chance.uniform(0.0, 1.0))
    browser.close()


def _decide_one(
    browser: Browser, chance: random.Random, row: tuple[str, str, str, str]
) -> Iterator[int]:
    token, (code, seen, basis, owed) = browser.office.token(), row
    kinds = ("confirm", "misread", "await", *(("extend",) if owed else ()))
    told = {
        "code": code, "seen": seen, "basis": basis, "kind": chance.choice(kinds),
        "reason": "Khác", "other": "đã xem lại", "day": "1/2/2026", "note": token,
    }  # fmt: skip
    answer = browser.post("decide", "/quyet-dinh", told, (200, 404, 409))
    if answer.status_code == 200:
        browser.office.promise(token, 1)
        yield int(json.loads(answer.headers["HX-Trigger-After-Swap"])["decided"]["batch"])


def _decide_many(browser: Browser, codes: list[str]) -> Iterator[int]:
    token = browser.office.token()
    marks = "&".join(f"danh-dau={code}" for code in codes)
    asked = browser.get("bulk", f"/quyet-dinh/hang-loat?ve=sap-xep%3Dco-quan&{marks}").text
    form = asked[asked.index('id="bulk-do"') :].partition("</form>")[0]
    fields = {name: value.replace("&amp;", "&") for name, value in _HIDDEN.findall(form)}
    if fields["so"] == "0":
        return
    told = {**fields, "danh-dau": codes, "kind": "confirm", "note": token}
    answer = browser.post("decide", "/quyet-dinh/hang-loat", told, (200, 409))
    batch = json.loads(answer.headers.get("HX-Trigger-After-Swap", "{}")).get("lot", {})
    if answer.status_code == 200 and batch.get("batch"):
        number = re.search(r"Đã ghi (\d+) quyết định", answer.text)
        assert number
        browser.office.promise(token, int(number[1]))
        yield int(batch["batch"])


def _take_back(browser: Browser, batch: int) -> None:
    answer = browser.post("undo", "/huy", {"batch": str(batch)})
    told = json.loads(answer.headers["HX-Trigger-After-Swap"])["undone"]
    if told["said"].startswith("Đã hủy"):
        browser.office.taken_back.append(batch)


def decide_by_command(office: Office) -> None:
    """Attach, reject, take back and list at the command line."""
    chance, mine = random.Random("lệnh"), []
    while not office.over.is_set():
        token, what = office.token(), chance.choice(("attach", "reject", "undo", "list"))
        facts = {"attach": ("obligation_id",), "reject": ("task_id", "document_id")}.get(what)
        codes = office.codes(*facts) if facts else []
        if what == "attach" and codes:
            words = ("attach", chance.choice(codes), str(VERSIONS[1]), "--reason", token)
        elif what == "reject" and codes:
            words = ("reject", chance.choice(codes), "--reason", token)
        elif what != "list" and mine:  # also where so much was attached that nothing is left
            number = mine.pop()
            ended, _ = office.call("decisions", "--undo", str(number), allowed=(0, 2))
            office.taken_back += [number] if ended == 0 else []
            continue
        else:
            office.call("decisions", allowed=(0,))
            continue
        ended, said = office.call(*words, allowed=(0, 2))
        if ended == 0:
            office.promise(token, 2 if what == "reject" else 1)
            mine += [int(one) for one in re.findall(r"quyết định số (\d+)", said)]


def keep_the_books(office: Office) -> None:
    """List, explain, write letters, and bring back a workbook in which somebody decided."""
    chance = random.Random("sổ")
    letters = ("letters", "--plan-number", "245/QĐ-UBND", "--plan-date", "2024-01-24",
               "--reply-by", "2035-01-10")  # fmt: skip
    while not office.over.is_set():
        _, listed = office.call("findings", "--format", "json", allowed=(0, 1))
        codes = [one["code"] for one in json.loads(listed)]
        office.call("explain", chance.choice(codes), allowed=(0,))
        _bring_back(office, chance)
        office.call(*letters, allowed=(0, 1))


def _bring_back(office: Office, chance: random.Random) -> None:
    token, file = office.token(), office.home / "da-ghi.xlsx"
    shutil.copyfile(office.out / "sai-lech.xlsx", file)
    book = load_workbook(file)
    sheet = book["Sai lệch"]
    assert isinstance(sheet, Worksheet)
    columns = {cell.value: cell.column for cell in sheet[1]}
    blank = [
        row
        for row in range(2, sheet.max_row + 1)
        if str(sheet.cell(row, columns["Mã"]).value).startswith("PH-")
        and not sheet.cell(row, columns["Quyết định"]).value
    ]
    for row in chance.sample(blank, min(3, len(blank))):
        for name, value in (("Quyết định", "Đúng - đôn đốc"), ("Ghi chú", token)):
            sheet.cell(row, columns[name]).value = value
    book.save(file)
    office.call("import", file, allowed=(0, 1))
    _, said = office.call("import", file, "--apply", allowed=(0, 1))
    written = re.search(r"Đã ghi (\d+) quyết định", said)
    if written:
        office.promise(token, int(written[1]))

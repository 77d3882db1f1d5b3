"""The command line: each command parses, makes one library call and prints.

Results go to stdout, progress to stderr. Exit codes: 0 nothing to report, 1 there are findings,
2 the user must put something right, 3 some input could not be read, 70 our defect, 75 another
run holds the database. Stages are imported inside the commands, so that help starts at once.
"""

from __future__ import annotations

import sys
import traceback
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline.commands import agencies as cli_agencies
from pipeline.commands import decisions as cli_decisions
from pipeline.commands import erase as cli_erase
from pipeline.commands import import_workbook as cli_import
from pipeline.commands import letters as cli_letters
from pipeline.commands import plan as cli_plan
from pipeline.commands import plan_diff as cli_plan_diff
from pipeline.commands import review as cli_review
from pipeline.commands import rules as cli_rules
from pipeline.commands import summary as cli_summary
from pipeline.commands.echo import echo, echo_json
from pipeline.commands.hold_early import held_early
from pipeline.commands.options import (
    DEFAULT_OUT,
    VALUE_FORMS,
    AgenciesFile,
    DatesFile,
    Engine,
    EngineOption,
    Lang,
    Language,
    OutDir,
    PlanFile,
    Profile,
    Retry,
    Revisions,
    Scheduler,
    SettingsFile,
    SharedStore,
)
from pipeline.errors import RunHeld, UserError
from pipeline.machine_faults import BUSY, fault_of_machine

OK, FINDINGS, USER, UNREAD, DEFECT, HELD = 0, 1, 2, 3, 70, 75

app = typer.Typer(
    name="doichieu",
    help="Đối chiếu báo cáo, minh chứng của các cơ quan với nhiệm vụ trong phụ lục kế hoạch.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How findings are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


# Typer brings its own copy of click; its public exceptions lead to the common ancestor.
USAGE_ERRORS = tuple(base for base in typer.BadParameter.__bases__ if issubclass(base, Exception))


def _usage_words(error: Exception) -> str:
    """What is wrong with a command line, in Vietnamese, with the flag as it is typed."""
    param = getattr(error, "param", None)
    flag = next(iter(getattr(param, "opts", ())), "")
    option = getattr(error, "option_name", "")
    if type(error).__name__ == "MissingParameter":
        return f"thiếu {flag}"
    if option:
        return f"không có lựa chọn {option}"
    if isinstance(error, typer.BadParameter):
        return f"giá trị của {flag} không dùng được{VALUE_FORMS.get(flag, '')}"
    known = [command.name for command in app.registered_commands if command.name]
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    callbacks = {c.callback.__name__ for c in app.registered_commands if c.callback}
    if typed and typed not in {*known, *callbacks}:
        return f"không có lệnh {typed!r}"
    return "thừa tham số"


def _exit(code: int) -> NoReturn:
    raise typer.Exit(code)


def _say(text: str) -> None:
    echo(text, err=True)


@app.command()
def run(
    inbox: Annotated[Path, typer.Argument(help="Thư mục chứa tài liệu các cơ quan gửi.")],
    plan: PlanFile,
    out: OutDir = DEFAULT_OUT,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ngày đối chiếu; để trống: hôm nay."),
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Số tiến trình đọc tệp; 0: theo máy.")] = 0,
    lang: Language = Lang.VI,
    settings: SettingsFile = None,
    dates: DatesFile = None,
    agency: Annotated[
        list[str] | None,
        typer.Option(help="Chỉ đối chiếu cơ quan này (mã hoặc tên); ghi được nhiều lần."),
    ] = None,
    agencies: AgenciesFile = None,
    revision: Revisions = None,
    retry: Retry = False,
    engine: EngineOption = Engine.LOCAL,
    scheduler: Scheduler = "",
    shared: SharedStore = "",
    profile: Profile = False,
) -> None:
    """Đối chiếu một thư mục với kế hoạch và ghi danh sách sai lệch.

    Ví dụ: doichieu run HopThu --plan KeHoach.docx --out ket-qua
    """
    lock = held_early(inbox, out)  # before what takes a second to load
    from pipeline.outputs.terminal import Progress, print_summary
    from pipeline.outputs.timing_table import print_times
    from pipeline.reading.cluster import asked_cluster
    from pipeline.run import Order, run_order
    from pipeline.run_log import RunLog

    day = as_of.date() if as_of else date.today()
    order = Order(
        inbox,
        plan,
        out,
        day,
        workers,
        lang.value,
        settings,
        dates,
        tuple(agency or ()),
        agencies,
        tuple(revision or ()),
        retry,
        asked_cluster(engine.value, scheduler, inbox, shared),
    )
    with Progress(lang.value) as progress, RunLog(out, progress.reading) as log:
        report = run_order(order, progress, lock, log)
    print_summary(report, out)
    print_times(log, out if profile else None, lang.value)
    if report.counts.unread:
        _exit(UNREAD)
    _exit(FINDINGS if report.findings else OK)


@app.command("read")
def read_file(
    file: Annotated[Path, typer.Argument(help="Một tệp báo cáo hoặc minh chứng.")],
    as_json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Đọc một tệp và in phần đầu văn bản cùng nội dung.

    Ví dụ: doichieu read "BC 05.pdf" --json
    """
    from pipeline.single import read_single, reading_lines

    reading = read_single(file)
    if as_json:
        echo_json(reading)
    else:
        echo(reading_lines(reading))
    if reading["status"] != "ok":
        _exit(UNREAD)


@app.command("match")
def match_text(
    plan: PlanFile,
    text: Annotated[str | None, typer.Argument(help="Một câu trong báo cáo.")] = None,
    source: Annotated[Path | None, typer.Option("--input", help="Tệp JSONL các câu.")] = None,
    target: Annotated[Path | None, typer.Option("--output", help="Tệp JSONL kết quả.")] = None,
) -> None:
    """Tìm nhiệm vụ mà một câu, hoặc từng câu của một tệp JSONL, nói đến.

    Ví dụ: doichieu match --plan KeHoach.docx "Đã rà soát hộ nghèo, hộ cận nghèo"
    """
    from pipeline.matching.lines import match_file
    from pipeline.matching.words import explain_text
    from pipeline.plans.prepare import prepare

    if (text is None) == (source is None):
        raise UserError(
            "match: cần một câu, hoặc --input cùng --output; hãy cho đúng một trong hai"
        )
    matcher = prepare(plan).matcher()
    if text is not None:
        explain_text(text, matcher)
    elif source is not None:
        for line in match_file(source, target, matcher):
            echo(line)


@app.command()
def findings(
    out: OutDir = DEFAULT_OUT,
    form: Annotated[Format, typer.Option("--format", help="table, csv, json hoặc xlsx.")] = (
        Format.TABLE
    ),
    lang: Language = Lang.VI,
) -> None:
    """In danh sách sai lệch của lần chạy gần nhất.

    Ví dụ: doichieu findings --format csv > sai-lech.csv
    """
    from pipeline.outputs.lines import print_findings

    shown = print_findings(out, form.value, lang.value)
    _exit(FINDINGS if shown else OK)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="Mã sai lệch, ví dụ PH-2K7M-9QXT-4.")],
    out: OutDir = DEFAULT_OUT,
    lang: Language = Lang.VI,
) -> None:
    """Kể đầy đủ một sai lệch: yêu cầu gì, đã tìm gì, thấy gì, ở đâu.

    Ví dụ: doichieu explain PH-2K7M-9QXT-4
    """
    from pipeline.explain import explain_code

    echo(explain_code(out, code, lang.value))


@app.command()
def doctor() -> None:
    """Kiểm tra máy: có gì, thiếu gì, thiếu thì mất gì.

    Ví dụ: doichieu doctor
    """
    from pipeline.doctor import examine

    echo(examine())


for command in (cli_decisions.attach, cli_decisions.reject, cli_decisions.decisions):
    app.command()(command)
app.command()(cli_agencies.agencies)
app.command("plan")(cli_plan.show_plan)
app.command("plan-diff")(cli_plan_diff.plan_diff)
app.command("rules")(cli_rules.show_rules)
app.command("import")(cli_import.import_workbook)
app.command()(cli_erase.erase)
app.command()(cli_letters.letters)
app.command()(cli_review.review)
app.command()(cli_summary.summary)


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    try:
        words = cli_plan_diff.spelled(sys.argv[1:]) or ["--help"]
        sys.exit(app(words, standalone_mode=False) or OK)
    except typer.Abort:
        _say("Đã dừng theo yêu cầu.")
        sys.exit(130)
    except USAGE_ERRORS as error:
        _say(f"Lệnh chưa đúng: {_usage_words(error)}; hãy xem doichieu --help")
        sys.exit(USER)
    except UserError as error:
        _say(str(error))
        sys.exit(USER)
    except RunHeld as error:
        _say(str(error))
        sys.exit(HELD)
    except Exception as error:
        if fault := fault_of_machine(error):
            _say(fault)
            sys.exit(HELD if fault == BUSY else USER)
        _say(traceback.format_exc())
        _say(
            "Đây là lỗi của chương trình, không phải của tài liệu; xin gửi đoạn trên cho quản trị."
        )
        sys.exit(DEFECT)

"""Runs that are killed: started by test_killed_runs.py, which tells each what to do.

The program is loaded once and forked for each run, so that hundreds of runs take minutes. A run
is told a step at which it kills itself, or nothing, and is killed from outside.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.plans.prepare import prepare
from pipeline.run import Order, run_order

# Where a run can be killed: before and after each of these.
STEPS = (
    "pipeline.run:prepare",
    "pipeline.run:read_inbox",
    "pipeline.reading.inbox:take",
    "pipeline.reading.inbox:Attempts.begin",
    "pipeline.reading.inbox:Attempts.end",
    "pipeline.reading.inbox:Fresh.of",
    "pipeline.reading.listing:Lister.contents",
    "pipeline.reading.reading_process:ReadingProcess.read",
    "pipeline.reading.readings:Readings.flush",
    "pipeline.run:judge_papers",
    "pipeline.run:find",
    "pipeline.run:build_report",
    "pipeline.storage.store:Store.receive",
    "pipeline.storage.store:Store.write_run",
    "pipeline.storage.store:Store._write_plan",
    "pipeline.storage.store:Store._write_findings",
    "pipeline.storage.store:keep_changes",
    "pipeline.run:write_workbook",
    "pipeline.outputs.replace:_sync",
    "pipeline.run:write_page",
    "pipeline.run:write_lines",
    "pipeline.outputs.replace:_sync_folder",
    "pipeline.storage.store:Store.close",
)


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


def die() -> None:
    """Be killed as by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """Have this process killed at a step: ``before module:name`` or ``after module:name``."""
    when, place = step.split(" ")
    module, name = place.split(":")
    holder: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        holder = getattr(holder, part)
    real = getattr(holder, last)

    def killed(*args: Any, **named: Any) -> Any:
        if when == "before":
            die()
        result = real(*args, **named)
        die()
        return result

    setattr(holder, last, killed)


def serve(order: Callable[[Path], Order]) -> None:
    """Run as each line says, and tell the number of the process that does."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            if asked["step"]:
                arm(asked["step"])
            try:
                run_order(order(Path(asked["out"])), Quiet())
            except BaseException as error:
                print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    inbox, plan, day = Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
    prepare(plan).matcher()  # word lists are read once, here
    serve(lambda out: Order(inbox, plan, out, day, workers=2))

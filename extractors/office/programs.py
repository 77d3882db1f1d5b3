"""The office programs of this machine: LibreOffice, which converts old files, and catdoc.

A submitted file is opened as a copy in a temporary folder with a profile of its own, macros
and links off, without a window, within a time; whatever is still running then is killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractors.document import ExtractError, Reason

# Below the time that a whole document may take, so that the reader itself lives to tell.
TIMEOUT = 45.0
OUTPUT_LIMIT = 256 * 1024 * 1024
_GRACE = 5  # seconds after which a program is killed even where its reader has died

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_SETTING = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">' \
           "<value>{}</value></prop></item>"  # fmt: skip
_SAFE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
)
# Linked pictures are looked for all the same; nobody listens at the discard port of this machine.
_NOWHERE = (
    ("ooInetProxyType", "2"),
    ("ooInetNoProxy", ""),
    ("ooInetHTTPProxyName", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "9"),
)


def soffice() -> str | None:
    """Where LibreOffice is, None where it is not."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def catdoc() -> str | None:
    """Where catdoc is, None where it is not."""
    return shutil.which("catdoc")


def converted(data: bytes, source: str, target: str) -> bytes | None:
    """A file of one format as another by LibreOffice; None where LibreOffice is not there."""
    program = soffice()
    if program is None:
        return None
    with TemporaryDirectory(prefix="doichieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"document.{source}").write_bytes(data)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        options = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault")
        place = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        run([program, place, *options, "--convert-to", target, f"document.{source}"], folder)
        result = folder / f"document.{target}"
        if not result.is_file():
            raise ExtractError(Reason.DAMAGED, "LibreOffice không mở được tệp")
        if result.stat().st_size > OUTPUT_LIMIT:
            raise ExtractError(Reason.TOO_LARGE, f"{result.stat().st_size} byte sau khi chuyển")
        return result.read_bytes()


def plain_text(data: bytes) -> str | None:
    """The text of a Word 97-2003 file by catdoc; None where catdoc is not there."""
    program = catdoc()
    if program is None:
        return None
    with TemporaryDirectory(prefix="doichieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.doc").write_bytes(data)
        # Its own table drops soft hyphens, which are letters in TCVN3.
        (folder / ".catdocrc").write_text(f"map_path={folder}\n", encoding="utf-8")
        for table in ("ascii.specchars", "ascii.replchars"):
            (folder / table).touch()
        # -w: no line breaks inside paragraphs.
        written = run([program, "-w", "-d", "utf-8", "document.doc"], folder)
    return written.decode("utf-8", "replace")


def _profile() -> str:
    settings = [*_SAFE, *(("Inet/Settings", *setting) for setting in _NOWHERE)]
    items = "".join(_SETTING.format(*setting) for setting in settings)
    names = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {names}>{items}</oor:items>'


def run(command: Sequence[str], folder: Path, timeout: float = TIMEOUT) -> bytes:
    """What a program writes; it and all it starts are killed when the time is over."""
    limiter = shutil.which("timeout") if sys.platform != "win32" else None
    if limiter is not None:  # holds even where this process is killed meanwhile
        command = [limiter, "--signal=KILL", str(timeout + _GRACE), *command]
    group: dict[str, Any] = {} if sys.platform == "win32" else {"start_new_session": True}
    quiet = {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    output = folder / "written"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stream,
            stderr=subprocess.DEVNULL, env={**os.environ, **quiet}, **group,
        )  # fmt: skip
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            name = Path(command[0]).name
            raise ExtractError(Reason.TIMEOUT, f"{name}: quá {timeout:g} giây") from error
        finally:
            _kill(process)
    if output.stat().st_size > OUTPUT_LIMIT:
        raise ExtractError(Reason.TOO_LARGE, f"{output.stat().st_size} byte chữ")
    return output.read_bytes()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and what it started and left behind."""
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        if process.poll() is None:
            subprocess.run(command, capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.wait()

"""Hostile files that LibreOffice opens: each ends in time, calls nobody and leaves nothing."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from extractors.office import programs as office_programs
from tests.hostile.office_files import make
from tests.hostile.outcomes import expected
from tests.hostile.test_outcomes import PORT, check, nobody_calls, read_alone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured by /proc")
KINDS = {".doc", ".xls", ".odt", ".ods", ".ppt", ".rtf"}
CANARY = "CHIM-HOANG-YEN"


@pytest.fixture
def programs() -> str:
    """The folder in which LibreOffice lies."""
    found = office_programs.soffice()
    if found is None:
        pytest.skip("needs LibreOffice")
    return f"{Path(found).parent}:/usr/bin:/bin"


@pytest.mark.slow
def test_files_found_elsewhere(shared: Path, tmp_path: Path, programs: str) -> None:
    inbox, place = tmp_path / "hop-thu", tmp_path / "place"
    inbox.mkdir()
    place.mkdir()
    for path in (shared / "hostile" / "found").iterdir():
        if path.suffix in KINDS:
            shutil.copy(path, inbox)
    wanted = expected("found") | expected("found_office")
    names = {path.name for path in inbox.iterdir()}
    here = {name: outcome for name, outcome in wanted.items() if name in names}
    check(read_alone(inbox, place, pictures=False, programs=programs), here)


@pytest.mark.slow
def test_crafted_files(tmp_path: Path, programs: str) -> None:
    inbox, place, canary = tmp_path / "hop-thu", tmp_path / "place", tmp_path / "canary.txt"
    inbox.mkdir()
    place.mkdir()
    make(inbox, canary, PORT)
    canary.write_text(CANARY, encoding="ascii")
    check(read_alone(inbox, place, pictures=False, programs=programs), expected("office"))


@pytest.mark.slow
def test_no_linked_file_is_fetched_even_outside_a_reading_process(
    tmp_path: Path, programs: str
) -> None:
    assert programs
    canary = tmp_path / "canary.txt"
    make(tmp_path, canary, PORT)
    canary.write_text(CANARY, encoding="ascii")
    with nobody_calls():
        for name in ("truong.doc", "anh_xa.doc", "anh_tep.doc", "anh_chia_se.doc"):
            made = office_programs.converted((tmp_path / name).read_bytes(), "doc", "docx")
            assert made is not None
            with zipfile.ZipFile(io.BytesIO(made)) as parts:
                assert all(CANARY.encode() not in parts.read(part) for part in parts.namelist())

"""Which engine reads pictures of text on this machine, found without loading it.

Tesseract reads; its model ``Vietnamese`` comes with Debian's ``tesseract-ocr-script-viet``. A
second reader of another make looks at numbers again. Where Tesseract is missing that one reads
alone, and no number is sure; where that one is missing nothing is read.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

_CODE = "ocr-4"  # changed with every change of what OCR gives
_NEEDED = ("cv2", "trueocr")  # without these nothing is read
_BETTER = "tesserocr"
_DISTRIBUTIONS = {"cv2": "opencv-python-headless"}
SWITCH = "DOICHIEU_OCR"  # 0: pictures are only listed; alone: they are read without Tesseract
MODELS = ("Vietnamese", "vie")  # in order of quality
_FOLDERS = (
    "/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata",
    "/usr/local/share/tesseract-ocr", "/opt/homebrew/share/tessdata",
)  # fmt: skip
_WINDOWS = ("ProgramFiles", "ProgramW6432", "LOCALAPPDATA")


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads pictures here; the version says when a reading must be done again."""

    model: Path | None  # of Tesseract; null: the reader of lines is alone
    version: str


@cache
def engine() -> Engine | None:
    """The engine, or None where there is none or a user has switched it off."""
    if os.environ.get(SWITCH) == "0" or not all(map(find_spec, _NEEDED)):
        return None
    alone = os.environ.get(SWITCH) == "alone" or not find_spec(_BETTER)
    model = None if alone else find_model()
    if model is None:
        return Engine(None, f"{_CODE}/{_made('trueocr')}/alone")
    with model.open("rb") as opened:
        head = hashlib.sha256(opened.read(65536)).hexdigest()[:8]
    made = [_CODE, _made(_BETTER), _made("trueocr")]
    return Engine(model, "/".join([*made, f"{model.stem}-{model.stat().st_size}-{head}"]))


def _made(package: str) -> str:
    return f"{package}-{metadata.version(package)}"


def two_readers() -> bool:
    """Whether numbers are read twice, so that some can be sure."""
    found = engine()
    return found is not None and found.model is not None


def missing_packages() -> list[str]:
    """The Python packages that read scans and that are not here."""
    wanted = (_BETTER, *_NEEDED)
    return [_DISTRIBUTIONS.get(name, name) for name in wanted if find_spec(name) is None]


def find_model() -> Path | None:
    """The model of Vietnamese in the folders where Tesseract is usually put."""
    places = [place for folder in _folders() for place in (folder, folder / "script")]
    for name in MODELS:
        for place in places:
            model = place / f"{name}.traineddata"
            if model.is_file():
                return model
    return None


def _folders() -> list[Path]:
    """Where data of Tesseract may lie: what the user says first."""
    told = os.environ.get("TESSDATA_PREFIX")
    roots = [Path(told), Path(told) / "tessdata"] if told else []
    for folder in map(Path, _FOLDERS):
        roots += [folder, folder / "tessdata", *sorted(folder.glob("*/tessdata"), reverse=True)]
    for name in _WINDOWS:
        if os.environ.get(name):
            roots += [Path(os.environ[name]) / "Tesseract-OCR" / "tessdata"]
    return [root for root in roots if root.is_dir()]


def version() -> str:
    """The engine's version for the key of readings; empty where there is none."""
    found = engine()
    return found.version if found else ""

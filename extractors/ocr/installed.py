"""Which engine reads pictures of text on this machine, found without loading it.

Tesseract reads; its model ``Vietnamese`` comes with Debian's ``tesseract-ocr-script-viet``. A
second reader of another make looks at numbers again. Where one part is missing nothing is read.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

_CODE = "ocr-3"  # changed with every change of what OCR gives
_PACKAGES = ("tesserocr", "cv2", "trueocr")
_DISTRIBUTIONS = {"cv2": "opencv-python-headless"}
SWITCH = "DOICHIEU_OCR"  # set to 0: pictures are only listed
MODELS = ("Vietnamese", "vie")  # in order of quality
_FOLDERS = (
    "/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata",
    "/usr/local/share/tesseract-ocr", "/opt/homebrew/share/tessdata",
)  # fmt: skip
_WINDOWS = ("ProgramFiles", "ProgramW6432", "LOCALAPPDATA")


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads pictures here; the version says when a reading must be done again."""

    model: Path
    version: str


@cache
def engine() -> Engine | None:
    """The engine, or None where a part of it is missing or a user has switched it off."""
    if os.environ.get(SWITCH) == "0" or missing_packages():
        return None
    model = find_model()
    if model is None:
        return None
    made = [f"{name}-{metadata.version(name)}" for name in ("tesserocr", "trueocr")]
    with model.open("rb") as opened:
        head = hashlib.sha256(opened.read(65536)).hexdigest()[:8]
    return Engine(model, "/".join([_CODE, *made, f"{model.stem}-{model.stat().st_size}-{head}"]))


def missing_packages() -> list[str]:
    """The Python packages that OCR needs and that are not here."""
    return [_DISTRIBUTIONS.get(name, name) for name in _PACKAGES if find_spec(name) is None]


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

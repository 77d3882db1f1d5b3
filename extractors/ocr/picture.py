"""The picture of a page made ready: red channel, upright, straight, one page a picture.

Nothing else is done to it: thresholds and filters cost Tesseract more than they give.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Grey

cv2.setNumThreads(1)  # one document, one processor: reading processes share the others out

Colours = NDArray[np.uint8]  # rows x columns x (red, green, blue)

PIXELS = 24_000_000  # an A3 page at 300 dpi has 17 million
_SMALL = 700  # pixels of the longer side on which angles are measured
_STRIPS = 48  # upright strips of that picture, whose rows are compared as wholes
_MOST_SKEW, _STEP, _FINE = 4.0, 0.5, 0.1  # degrees
_LEAST_SKEW = 0.08  # a smaller angle is not worth the turn's blur
_SIDEWAYS = 1.3  # times as sharp
_SHEET = 1.15  # wider than high by so much: there may be two pages on it
_COLOURLESS = 20  # levels between channels that are no colour
_FOLD, _FOLD_WIDTH = 0.06, 0.02  # of the width: where the middle is looked for, how wide it is
_FOLD_INK = 0.002  # of the strip's pixels


def red_channel(picture: Colours | Grey) -> Grey:
    """The picture in which red seals and stamps have faded."""
    grey = cv2.extractChannel(picture, 0) if picture.ndim == 3 else picture
    return np.ascontiguousarray(grey, dtype=np.uint8)


def without_colours(picture: Colours | Grey) -> Colours | Grey:
    """The red channel alone where no pixel has a colour: a third of the work with the picture."""
    if picture.ndim != 3:
        return picture
    red, green, blue = cv2.split(picture)
    if max(cv2.absdiff(red, other).max() for other in (green, blue)) > _COLOURLESS:
        return picture
    return np.asarray(red, dtype=np.uint8)


def ink(grey: Grey) -> Grey:
    """255 where a pixel is dark against the paper around it, for geometry only."""
    small = cv2.blur(grey, (3, 3))
    paper = int(np.percentile(small[::8, ::8], 80))
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_OTSU)
    level = min(max(level, paper * 0.35), paper * 0.85)
    return np.asarray((small < level) * np.uint8(255), dtype=np.uint8)


def turned(picture: Colours | Grey, quarters: int) -> Colours | Grey:
    """The picture turned to the left by quarters of a circle."""
    return np.ascontiguousarray(np.rot90(picture, quarters))


def straightened(picture: Colours | Grey) -> Colours | Grey:
    """The picture with its lines of text level."""
    angle = skew(red_channel(picture))
    if abs(angle) < _LEAST_SKEW:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rotated = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255),
    )  # fmt: skip
    return np.asarray(rotated, dtype=np.uint8)


def skew(grey: Grey) -> float:
    """The angle in degrees by which the picture must be turned to the left to be level."""
    return _level(_small_ink(grey))[0]


def lies_on_its_side(grey: Grey) -> bool:
    """Whether lines of text run up and down: rows are then sharper across than along."""
    dark = _small_ink(grey)
    along, across = _level(dark)[1], _level(np.ascontiguousarray(dark.T))[1]
    return across > _SIDEWAYS * along


def _level(dark: Grey) -> tuple[float, float]:
    """The angle at which rows are sharpest, and how sharp they are there."""
    strips, wide = _strips(dark), dark.shape[1] / _STRIPS

    def at(angle: float) -> tuple[float, float]:
        return _contrast(strips, math.tan(math.radians(angle)) * wide), float(angle)

    _, rough = max(map(at, np.arange(-_MOST_SKEW, _MOST_SKEW + _STEP, _STEP)))
    sharp, angle = max(map(at, np.arange(rough - _STEP + _FINE, rough + _STEP, _FINE)))
    return angle, sharp


def _small_ink(grey: Grey) -> Grey:
    scale = _SMALL / max(grey.shape)
    if scale < 1:
        size = (max(1, int(grey.shape[1] * scale)), max(1, int(grey.shape[0] * scale)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    paper = int(np.percentile(grey, 80))
    return np.asarray(np.clip(paper - grey.astype(np.int16) - 16, 0, 255), dtype=np.uint8)


def _strips(dark: Grey) -> NDArray[np.float32]:
    """The ink of each row in upright strips: all that measuring angles needs."""
    high, wide = dark.shape
    ink_of = dark.astype(np.float32) * (wide / _STRIPS)
    return np.asarray(cv2.resize(ink_of, (_STRIPS, high), interpolation=cv2.INTER_AREA))


def _contrast(strips: NDArray[np.float32], fall: float) -> float:
    """How sharply rows of ink and rows of paper change where strips fall by so many pixels."""
    if fall:
        shear = np.array([[1, 0, 0], [fall, 1, -fall * (_STRIPS - 1) / 2]])
        size = strips.shape[1], strips.shape[0]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        strips = np.asarray(cv2.warpAffine(strips, shear, size, flags=flags), dtype=np.float32)
    rows = strips.sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum() / max(1.0, rows.sum()))


def pages_on_sheet(picture: Colours | Grey) -> list[Colours | Grey]:
    """One picture for each page: two where an upright sheet shows pages side by side."""
    height, width = picture.shape[:2]
    if width < height * _SHEET:
        return [picture]
    dark = ink(red_channel(picture)) > 0
    margin = int(height * 0.03)
    inner = dark[margin : height - margin]
    strip = max(1, int(width * _FOLD_WIDTH))
    columns = np.convolve(inner.mean(axis=0), np.ones(strip) / strip, mode="same")
    start, end = int(width * (0.5 - _FOLD)), int(width * (0.5 + _FOLD))
    fold = start + int(columns[start:end].argmin())
    halves = inner[:, :fold], inner[:, fold:]
    if columns[fold] > _FOLD_INK or not all(_reads_alone(half) for half in halves):
        return [picture]
    return [np.ascontiguousarray(picture[:, :fold]), np.ascontiguousarray(picture[:, fold:])]


def _reads_alone(half: NDArray[np.bool_]) -> bool:
    """Whether a half of a sheet has the rows of a page of its own: half of them hold ink."""
    return float((half.mean(axis=1) > 0.01).mean()) > 0.25

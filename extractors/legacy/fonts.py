"""Text of fonts older than Unicode (TCVN3, VNI) as Unicode, by the font of each run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from itertools import groupby

from extractors.legacy.tables import TCVN3, VNI


class Encoding(Enum):
    """How a font shows what is stored."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    TCVN3_CAPITALS = "TCVN3, capitals"  # small letters are shown as capitals
    VNI = "VNI"
    VNI_CAPITALS = "VNI, capitals"

    def in_capitals(self) -> Encoding:
        """The encoding of the same font where its text is set in capitals."""
        return _CAPITALS.get(self, self)


_CAPITALS = {Encoding.TCVN3: Encoding.TCVN3_CAPITALS, Encoding.VNI: Encoding.VNI_CAPITALS}

Run = tuple[str, Encoding]

# A subset's tag and a style that PDF and Word put around the family's name.
_TAG = re.compile(r"[A-Z]{6}\+")
_STYLE = re.compile(
    r"(?:[ ,\-]*(?:bold|italic|oblique|regular|normal|mt|psmt|tur|ce|cyr|greek|baltic|\(.*))*$"
)
# Families of ABC's fonts that some programs name without their dot. "VNtimes new roman" and
# the like are of other makers; VNSTCVN3 was seen over text in both encodings, which words tell.
_ABC = re.compile(r"\.vn|vn(?:time|arial|avant|3d|aristote|book|clarendon|commercial"
                  r"|courier|helvet|mystical|southern|univers|bodoni|centur)h?\b")  # fmt: skip
_VNI_FAMILY = re.compile(r"vni[- ]")

_VNI_TOKEN = re.compile(
    "|".join(re.escape(token) for token in sorted(VNI, key=lambda token: -len(token)))
)
_SYMBOL_PLACE = re.compile("[\uf020-\uf0ff]")  # a byte of a font with its own character set
# Letters that only Unicode has, and characters of Latin-1 that Vietnamese in Unicode has not.
_ONLY_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]"
)
ONLY_LEGACY = re.compile(
    "[\u2212\u2219\u03bc\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)


@lru_cache(maxsize=1024)
def encoding_of(font: str) -> Encoding:
    """The encoding that a font's name tells.

    >>> [encoding_of(name).name for name in (".VnTime", "ABCDEF+.VnArialH-Bold", "VNI-Times")]
    ['TCVN3', 'TCVN3_CAPITALS', 'VNI']
    >>> encoding_of("Times New Roman").name
    'UNICODE'
    """
    name = _STYLE.sub("", _TAG.sub("", font.strip()).lower())
    if _ABC.match(name):
        return Encoding.TCVN3_CAPITALS if name.endswith("h") else Encoding.TCVN3
    if _VNI_FAMILY.match(name):
        return Encoding.VNI
    return Encoding.UNICODE


def to_unicode(text: str, encoding: Encoding) -> str:
    """The text that a font of an encoding shows.

    >>> to_unicode("C«ng v¨n h\\xadíng dÉn", Encoding.TCVN3)
    'Công văn hướng dẫn'
    >>> to_unicode("ÑAÏI HOÏC, ñaïi hoïc", Encoding.VNI)
    'ĐẠI HỌC, đại học'
    """
    if encoding is Encoding.UNICODE:
        return text
    if _SYMBOL_PLACE.search(text):
        text = "".join(chr(ord(c) - 0xF000) if _SYMBOL_PLACE.match(c) else c for c in text)
    if is_unicode(text):
        return text
    if encoding in (Encoding.VNI, Encoding.VNI_CAPITALS):
        shown = _VNI_TOKEN.sub(lambda found: VNI[found.group()], text)
    else:
        shown = text.translate(TCVN3)
    capitals = encoding in _CAPITALS.values()
    return unicodedata.normalize("NFC", shown.upper() if capitals else shown)


def in_place(text: str, encoding: Encoding) -> str:
    """The same with as many characters as before: what is not needed any more is U+2060."""
    if encoding in (Encoding.VNI, Encoding.VNI_CAPITALS) and not is_unicode(text):
        return _VNI_TOKEN.sub(lambda f: VNI[f.group()].ljust(len(f.group()), "\u2060"), text)
    shown = to_unicode(text, encoding)
    return shown if len(shown) == len(text) else text


def is_unicode(text: str) -> bool:
    """Whether text in an old font was all the same typed as Unicode."""
    own = len(_ONLY_UNICODE.findall(text))
    return own > 0 and own >= len(ONLY_LEGACY.findall(text))


def join_runs(runs: Iterable[Run]) -> str:
    """The text of runs of one paragraph; a VNI letter may stand in two of them."""
    parts = []
    for encoding, group in groupby(runs, key=lambda run: run[1]):
        parts.append(to_unicode("".join(text for text, _ in group), encoding))
    return "".join(parts)

"""Code tables of the Vietnamese encodings before Unicode, as their fonts show a character.

TCVN3 is the lower-case half of TCVN 5712:1993 (glibc's charset ``TCVN5712-1``, against which a
test checks it): one character a letter, capitals with a tone by a font of capitals (.VnTimeH).
VNI (VNI for Windows) writes a letter and, where it has marks, a second character after it.
"""

from __future__ import annotations

import unicodedata

# Byte 0xA1 and so on, shown by programs that do not know the font as Latin-1 (¡ ¢ £ ...).
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò", 0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip

# Capitals with tones: in the standard, in a few fonts, never where Windows has a sign of use.
_TCVN3_CAPITALS = {0xAF: "Ằ", 0xBF: "ẴẮẦẨẪẤỀ", 0xCD: "Ể", 0xD9: "ỄẾỒ", 0xE0: "Ổ", 0xF0: "Ỗ",
                   0xFF: "Ố"}  # fmt: skip

# A font with a Turkish character set stores six letters as other characters.
_TURKISH = {"Ğ": 0xD0, "İ": 0xDD, "Ş": 0xDE, "ğ": 0xF0, "ı": 0xFD, "ş": 0xFE}
# Printers' drivers name three characters of a font by others that look the same.
_LIKE = {"−": 0xAD, "∙": 0xB7, "μ": 0xB5}


def _tcvn3() -> dict[int, str]:
    table = {}
    for ranges in (_TCVN3, _TCVN3_CAPITALS):
        for start, letters in ranges.items():
            table.update({start + place: letter for place, letter in enumerate(letters)})
    others = _TURKISH | _LIKE
    return table | {ord(char): table[code] for char, code in others.items() if code in table}


TCVN3 = _tcvn3()

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

# VNI's second character -> the marks it stands for.
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip

# VNI's letters of one character.
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị",
                "î": "ỵ"}  # fmt: skip

_VNI_BASES = {  # marks -> letters of VNI that can carry them
    "øùûõï": "aeouyôö", "âàáåãä": "aeo", "êèéúüë": "a",
}  # fmt: skip


def _vni() -> dict[str, str]:
    table = {char.upper(): letter.upper() for char, letter in _VNI_LETTERS.items()} | _VNI_LETTERS
    for marks, bases in _VNI_BASES.items():
        for mark in marks:
            for base in bases + bases.upper():
                letter = table.get(base, base) + _VNI_MARKS[mark]
                for second in {mark, mark.upper()}:
                    table[base + second] = unicodedata.normalize("NFC", letter)
    return table


VNI = _vni()

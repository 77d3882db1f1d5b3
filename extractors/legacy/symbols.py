"""Characters of symbol fonts (Symbol, Wingdings) as Unicode."""

from __future__ import annotations

# Office stores a symbol font's byte as U+F000 + byte. Only the signs that official papers use
# as bullets and check boxes are named; another one is a plain bullet.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x77: "◆", 0x9F: "•",
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xA7: "♣", 0xA8: "♦", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip


def symbol(char: str, font: str = "") -> str:
    """The Unicode sign of a symbol font's character; any other character as it is.

    >>> symbol("\\uf0b7", "Symbol"), symbol("\\uf0fe", "Wingdings"), symbol("-", "Times New Roman")
    ('•', '☑', '-')
    """
    code = ord(char)
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        table = _WINGDINGS if "wingding" in font.lower() else _SYMBOL
        if code in table:
            return table[code]
        return chr(code) if 0x20 < code < 0x7F and "wingding" not in font.lower() else "•"
    if "wingding" in font.lower() and code < 0x100:
        return _WINGDINGS.get(code, "•")
    return char

"""PDF pages in fonts older than Unicode."""

from __future__ import annotations

import pytest

from extractors.document import Document
from extractors.formats import extract_bytes


def page(*lines: tuple[str, str]) -> bytes:
    """A page of lines, each in a font that is named and not embedded."""
    fonts = sorted({font for font, _ in lines})
    shown = "".join(
        f"BT /F{fonts.index(font)} 12 Tf 72 {700 - 20 * n} Td "
        f"<{text.encode('latin-1').hex()}> Tj ET\n"
        for n, (font, text) in enumerate(lines)
    )
    named = "".join(
        f"/F{n} << /Type /Font /Subtype /TrueType /BaseFont /{font} /FirstChar 32 /LastChar 255 "
        f"/Widths [{' '.join(['500'] * 224)}] /Encoding /WinAnsiEncoding >>"
        for n, font in enumerate(fonts)
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << {named} >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
    )
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R /Size 5 >>\n%%EOF".encode("latin-1")


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [
        (".VnTime", "§iÒu 1. Th«ng t\xad cña Bé Tµi chÝnh", "Điều 1. Thông tư của Bộ Tài chính"),
        (".VnTimeH", "th«ng t\xad cña bé", "THÔNG TƯ CỦA BỘ"),
        (
            ".VnTime",
            "- h\xadíng dÉn \xadu tiªn Q§-UBND 5-7 Hµ Néi-HuÕ",
            "- hướng dẫn ưu tiên QĐ-UBND 5-7 Hà Nội-Huế",
        ),
        (".VnTime", "b- néi dung", "b- nội dung"),
        ("VNI-Times", "Tröôøng Ñaïi hoïc", "Trường Đại học"),
        ("Times", "àáâãèéêìíòóôõùúý §1", "àáâãèéêìíòóôõùúý §1"),
    ],
)
def test_a_line_is_read_by_its_font(font: str, text: str, shown: str) -> None:
    document = extract_bytes(page((font, text), ("Helvetica", "à côté de §2, nam")))
    assert isinstance(document, Document), document
    assert document.read_complete
    assert document.text().replace("\n", " ") == f"{shown} à côté de §2, nam"

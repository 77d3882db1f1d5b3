"""Old Word files that call, link and lie, made here with LibreOffice; harmless in themselves.

They name the address of ``tests.hostile.test_outcomes`` and a file whose text must never appear.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from extractors.office import programs

_NAMESPACES = " ".join(
    f'xmlns:{short}="http://schemas.openxmlformats.org/{long}"'
    for short, long in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
    )
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="990000" cy="990000"/>'
    '<wp:docPr id="1" name="p"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:link="far"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="990000" cy="990000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
_FIELDS = (
    'INCLUDETEXT "{far}/t.doc"', 'INCLUDETEXT "{canary}"', 'DDEAUTO soffice "{canary}" x',
    'LINK Word.Document.8 "{far}/l.doc" "a" \\a \\p', 'LINK Word.Document.8 "{canary}" "a" \\a \\p',
    'HYPERLINK "{far}/h"', 'DATABASE \\d "{far}/d.mdb"', 'RD "{canary}"',
)  # fmt: skip


def make(folder: Path, canary: Path, port: int) -> None:
    """Write the files into a folder."""
    far = f"http://127.0.0.1:{port}"
    for name, data in _files(far, canary):
        (folder / name).write_bytes(data)


def _files(far: str, canary: Path) -> Iterator[tuple[str, bytes]]:
    good = _old(_paragraph("Báo cáo kết quả"))
    fields = "".join(_field(code.format(far=far, canary=canary)) for code in _FIELDS)
    yield "tot.doc", good
    yield "truong.doc", _old(_paragraph("Báo cáo") + fields)
    picture = _paragraph("Báo cáo") + _PICTURE
    yield "anh_xa.doc", _old(picture, f"{far}/p.png")
    yield "anh_tep.doc", _old(picture, canary.as_uri())
    yield "anh_chia_se.doc", _old(picture, "file://127.0.0.1/chia-se/p.png")
    yield "dai.doc", _old("".join(_paragraph(f"Dòng {number}") for number in range(20_000)))
    yield "to.doc", good + bytes(100 << 20)
    yield "cat_nua.doc", good[: len(good) // 2]
    yield "cat_dau.doc", good[:600]
    yield "nhieu.doc", good[:512] + random.Random(1).randbytes(200_000) + _words("WordDocument")
    for number in range(6):
        yield f"loi_{number}.doc", _flipped(good, number)
    yield "duoi_sai.xls", good
    yield "duoi_sai.odt", good
    yield "duoi_sai.pdf", good
    yield "trinh_chieu.ppt", good[:512] + bytes(2048) + _words("PowerPoint Document")
    yield (
        "trinh_chieu.doc",
        good[:512] + bytes(2048) + _words("WordDocument", "PowerPoint Document"),
    )
    fields = "".join(
        f"{{\\field{{\\*\\fldinst {code}}}{{\\fldrslt x}}}}"
        for code in (f'INCLUDEPICTURE "{far}/r.png" \\\\d', f'INCLUDETEXT "{canary}"')
    )
    yield "truong.rtf", f"{{\\rtf1{{\\*\\template {far}/t.dot}} Bao cao {fields}}}".encode()
    yield "long_sau.rtf", b"{\\rtf1" + b"{" * 100_000 + b"x" + b"}" * 100_000 + b"}"


def _words(*names: str) -> bytes:
    return b"\0\0".join(name.encode("utf-16-le") for name in names)


def _flipped(data: bytes, number: int) -> bytes:
    """The same with a hundred bytes changed behind its head."""
    chance, changed = random.Random(number), bytearray(data)
    for _ in range(100):
        changed[chance.randrange(512, len(data))] = chance.randrange(256)
    return bytes(changed)


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _field(code: str) -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    told = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return f"<w:p>{begin}{told}{middle}<w:r><w:t>x</w:t></w:r>{end}</w:p>"


def _old(body: str, picture: str = "") -> bytes:
    """A .doc with this body; LibreOffice keeps fields and links as it met them."""
    target = io.BytesIO()
    head = '<?xml version="1.0"?>'
    kinds = f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>'
    kinds += (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    main = f'<Relationship Id="a" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    far = f'<Relationship Id="far" Type="{_RELATION}/image" Target="{picture}" ' \
          'TargetMode="External"/>'  # fmt: skip
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(
            "[Content_Types].xml", f'{head}<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>'
        )
        for name, inside in (("_rels/.rels", main),
                             ("word/_rels/document.xml.rels", far if picture else "")):  # fmt: skip
            rels = f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
            made.writestr(name, head + rels)
        text = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
        made.writestr("word/document.xml", head + text)
    doc = programs.converted(target.getvalue(), "docx", "doc")
    assert doc is not None
    return doc

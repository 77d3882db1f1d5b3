"""Digital signatures of a PDF: who signed, and when, by the signature's own record."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from extractors.characters import nfc
from extractors.document import Signature

_FIELD_LIMIT = 500
_DEPTH_LIMIT = 8
_DATE = re.compile(
    r"D:(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?(?:([+\-Z])(\d{2})?'?(\d{2})?)?"
)


def read_signatures(opened: pikepdf.Pdf) -> tuple[Signature, ...]:
    """The filled signature fields in their order."""
    form = opened.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/Fields" not in form:
        return ()
    pages = {page.obj.objgen: n for n, page in enumerate(opened.pages, start=1)}
    found = []
    for number, field in enumerate(_fields(form.Fields, 0)):
        value = field.get("/V")
        if number >= _FIELD_LIMIT:
            break
        if str(field.get("/FT", "")) == "/Sig" and isinstance(value, pikepdf.Dictionary):
            page = field.get("/P")
            at = pages.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
            found.append(Signature(_signer(value), _signed_at(value), at))
    return tuple(found)


def _fields(nodes: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    for node in nodes:
        if not isinstance(node, pikepdf.Dictionary):
            continue
        yield node
        if "/Kids" in node and depth < _DEPTH_LIMIT:
            yield from _fields(node["/Kids"], depth + 1)


def _signer(value: pikepdf.Object) -> str:
    """The name in the signer's certificate, else the one written beside it."""
    named = nfc(str(value.get("/Name", ""))).strip()
    raw = bytes(value.get("/Contents", b""))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # BER where DER is asked, often seen
            certificates = pkcs7.load_der_pkcs7_certificates(_trimmed(raw))
        issuers = {c.issuer for c in certificates if c.issuer != c.subject}
        signers = [c for c in certificates if c.subject not in issuers] or certificates
        names = signers[0].subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except (ValueError, TypeError, IndexError, NotImplementedError):
        return named
    return nfc(str(names[0].value)).strip() if names else named


def _trimmed(raw: bytes) -> bytes:
    """The signature without the zeros that fill the room kept for it."""
    if len(raw) < 4 or raw[0] != 0x30 or not raw[1] & 0x80 or raw[1] == 0x80:
        return raw
    width = raw[1] & 0x7F
    return raw[: 2 + width + int.from_bytes(raw[2 : 2 + width], "big")]


def _signed_at(value: pikepdf.Object) -> datetime | None:
    written = _DATE.match(str(value.get("/M", "")))
    if written is None:
        return None
    *parts, sign, hours, minutes = written.groups()
    zone = None
    if sign:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        zone = timezone(-offset if sign == "-" else offset)
    try:
        return datetime(*(int(part or 0) for part in parts), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None

"""Mails (.eml): the mail's own words as one member, each attachment as another."""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
import mimetypes
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage, MIMEPart

from lxml import etree

from extractors.archives.container import ENTRY_LIMIT, Held, Member, Source, label, unique
from extractors.document import ExtractError, Reason

_VIETNAM = timezone(timedelta(hours=7))
LETTER = "thu.txt"  # the member that holds what the mail itself says
_HEADS = (("Từ", "from"), ("Đến", "to"), ("Đồng gửi", "cc"), ("Tiêu đề", "subject"))
_LINES = re.compile(r"\n{3,}")
_UNSEEN = {"script", "style", "head", "title"}
_BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"}
Part = MIMEPart  # a mail is one, and so is each of its parts
_ERRORS = (ValueError, LookupError, TypeError, AttributeError, RecursionError,
           email.errors.MessageError)  # fmt: skip


def open_eml(source: Source) -> Held:
    """A mail by the standard library, which follows no link in it."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        return _held(mail)
    except _ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"eml: {type(error).__name__}") from error


def _held(mail: EmailMessage) -> Held:
    sent = sent_at(str(mail.get("date", "")))
    when = None if sent is None else sent.timestamp()
    body = mail.get_body(("plain", "html"))
    heads = [(title, _head(mail, name)) for title, name in _HEADS]
    data = {LETTER: letter(heads, sent, _words(body))}
    members = [Member(LETTER, len(data[LETTER]), when)]
    for number, part in enumerate(_parts(mail, body), start=1):
        if number > ENTRY_LIMIT:
            raise ExtractError(Reason.ARCHIVE_LIMIT, f"quá {ENTRY_LIMIT} tệp đính kèm")
        name = unique(label(_name(part, number)), data.keys() | {m.name for m in members})
        if _is_locked(part):
            members.append(Member(name, 0, when, Reason.ENCRYPTED, "thư đã mã hoá"))
            continue
        data[name] = _content(part)
        members.append(Member(name, len(data[name]), when))
    return Held(tuple(members), data)


def letter(heads: list[tuple[str, str]], sent: datetime | None, words: str) -> bytes:
    """What a mail says, its heads above its words, as a text file."""
    lines = [f"{title}: {text}" for title, text in heads if text]
    if sent is not None:
        here = sent.astimezone(_VIETNAM) if sent.tzinfo else sent
        lines.append(f"Ngày gửi: {here:%d/%m/%Y %H:%M}")
    text = "\n".join([*lines, "", words]).strip() + "\n"
    return text.encode("utf-8", "replace")


def sent_at(text: str) -> datetime | None:
    """The moment a mail's date head tells, None where it tells none."""
    try:
        return email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _head(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail.get(name, "")).split())
    except _ERRORS:  # a head that no rule can take apart
        return ""


def _parts(mail: EmailMessage, body: Part | None) -> Iterator[Part]:
    """The parts that are files: all leaves but the words of the mail, in whichever form."""
    words = _forms(mail, body)
    waiting: list[Part] = [mail]
    while waiting:
        part = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting[:0] = [p for p in part.get_payload() if isinstance(p, MIMEPart)]
        elif id(part) not in words:
            yield part


def _forms(mail: EmailMessage, body: Part | None) -> set[int]:
    """The words of the mail and their other forms: a web page beside the plain text."""
    if body is None:
        return set()
    found = {id(body)}
    for outer in mail.walk():
        if outer.get_content_type() == "multipart/alternative":
            leaves = [part for part in outer.walk() if part.get_content_maintype() == "text"]
            if any(part is body for part in leaves):
                found |= {id(part) for part in leaves if not part.get_filename()}
    return found


def _words(body: Part | None) -> str:
    if body is None:
        return ""
    text = _text(body)
    return html_words(text) if body.get_content_type() == "text/html" else text


def _text(part: Part) -> str:
    try:
        found = part.get_content()
    except _ERRORS:  # an unknown character set
        return _content(part).decode("utf-8", "replace")
    return found if isinstance(found, str) else _content(part).decode("utf-8", "replace")


def html_words(text: str) -> str:
    """The words of a web page, a line for each paragraph; nothing it names is fetched."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    parts: list[str] = []
    # Walked by events, not by recursion: nesting is the writer's to choose.
    hidden = 0
    for event, node in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        unseen = node.tag in _UNSEEN
        if event == "start":
            hidden += unseen
            parts += ["\n"] if node.tag in _BREAKS else []
            parts += [] if hidden or not node.text else [" ".join(node.text.split()) + " "]
        else:
            hidden -= unseen
            parts += ["\n"] if node.tag in _BREAKS - {"br"} else []
            parts += [] if hidden or not node.tail else [" ".join(node.tail.split()) + " "]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _name(part: Part, number: int) -> str:
    name = part.get_filename()
    if name:
        return str(name)
    if part.get_content_maintype() == "message":
        return f"thu-kem-{number}.eml"
    return f"tep-kem-{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _is_locked(part: Part) -> bool:
    kind = part.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return str(part.get_param("smime-type", "enveloped-data")) == "enveloped-data"
    return kind == "application/pgp-encrypted"


def _content(part: Part) -> bytes:
    """The bytes of a part; a mail in a mail as a mail."""
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else None
        if isinstance(held, MIMEPart):
            return held.as_bytes(policy=email.policy.SMTP)
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""

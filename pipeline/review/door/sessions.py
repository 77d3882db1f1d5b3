"""Who is signed in, kept in memory: closing the program signs everybody out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf
from time import monotonic

IDLE = 60 * 60.0  # seconds without a request after which a person must sign in again
LONGEST = 12 * 60 * 60.0  # a working day
_MOST_SAID = 5


@dataclass(frozen=True, slots=True)
class Said:
    """Words that wait for the next page."""

    text: str
    tone: str = "done"
    undo: int | None = None


@dataclass(slots=True)
class Session:
    """One browser; ``name`` is empty until somebody signed in."""

    id: str
    name: str
    begun: float
    seen: float
    said: list[Said] = field(default_factory=list)

    def say(self, said: Said) -> None:
        """Keep words for the next page."""
        self.said = [*self.said, said][-_MOST_SAID:]

    def take_said(self) -> tuple[Said, ...]:
        """The words that waited, once."""
        taken, self.said = tuple(self.said), []
        return taken


class Sessions:
    """All sessions of one opened page; ``clock`` counts seconds."""

    def __init__(
        self, idle: float = inf, longest: float = inf, clock: Callable[[], float] = monotonic
    ) -> None:
        self._idle, self._longest, self._clock = idle, longest, clock
        self._secret = secrets.token_bytes(32)
        self._open: dict[str, Session] = {}

    def begin(self, name: str) -> Session:
        """A session of a person, under a new id."""
        for old in [one for one in list(self._open.values()) if self._over(one)]:
            self.end(old)
        session = self.visitor()
        session.name = name
        self._open[session.id] = session
        return session

    def visitor(self, id: str = "") -> Session:
        """A session of nobody, which is not kept: the sign-in form needs its CSRF token."""
        now = self._clock()
        return Session(id or secrets.token_urlsafe(24), "", now, now)

    def find(self, id: str, touch: bool = True) -> Session | None:
        """The session of a cookie, None where it is over; ``touch`` keeps it awake."""
        session = self._open.get(id)
        if session is None or self._over(session):
            return None
        if touch:
            session.seen = self._clock()
        return session

    def end(self, session: Session) -> None:
        """Sign out."""
        self._open.pop(session.id, None)

    def csrf(self, session: Session) -> str:
        """The token that every change sent from this session's pages must carry."""
        return hmac.new(self._secret, session.id.encode(), sha256).hexdigest()

    def _over(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen > self._idle or now - session.begun > self._longest

"""Named users of a page that is opened to other machines, and the brake on guessing passwords."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.errors import UserError
from pipeline.outputs.clean import one_line
from pipeline.review.door.access import ROLES
from pipeline.storage.store import Store
from rules.vietnamese.text import key

SHORTEST = 10
LONGEST_NAME, LONGEST_PASSWORD = 60, 200
TRIES, PAUSE = 5, 10 * 60.0  # failures of one name from one address, and from then the wait
_TRIES_OF_ADDRESS = 30  # failures of one address under any name
_hashing = Lock()  # a check takes 64 MB; many at once must not exhaust the machine


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in."""

    name: str
    role: str
    added_at: str


def check_new_user(path: Path, name: str, role: str) -> str:
    """The name as it is kept; UserError where the person cannot be added."""
    name = one_line(name, LONGEST_NAME + 1)
    if not name or len(name) > LONGEST_NAME:
        raise UserError(f"--add-user: tên phải có từ 1 đến {LONGEST_NAME} ký tự; hãy đặt tên khác")
    if role not in ROLES:
        raise UserError(f"--role: không có vai trò {role!r}; hãy dùng reader, clerk hoặc lead")
    Store.read(path).close()
    return name


def add_user(path: Path, name: str, role: str, password: str) -> None:
    """Let a person in, or give her a new role and password."""
    name = check_new_user(path, name, role)
    if not SHORTEST <= len(password) <= LONGEST_PASSWORD or key(password) == key(name):
        raise UserError(
            f"--add-user: mật khẩu phải có ít nhất {SHORTEST} ký tự và khác tên; "
            "hãy đặt mật khẩu khác"
        )
    row = (key(name), name, role, _hasher().hash(password), _now())
    with Store.decide(path) as store, store.writing():
        store.db.execute("INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?, ?)", list(row))


def remove_user(path: Path, name: str) -> None:
    """Let a person in no longer; her open pages are closed with the next click."""
    with Store.decide(path) as store, store.writing():
        gone = store.db.execute("DELETE FROM users WHERE key = ?", [key(name)])
    if not gone.rowcount:
        raise UserError(f"--remove-user: không có người dùng {name!r}; hãy xem --list-users")


def list_users(path: Path) -> tuple[User, ...]:
    """Everybody who may sign in, by name."""
    with Store.read(path) as store:
        rows = store.db.query("SELECT name, role, added_at FROM users ORDER BY key")
        return tuple(User(**row) for row in rows)


def role_of(path: Path, name: str) -> str:
    """The present role of a person, empty where she may no longer sign in."""
    with Store.read(path) as store:
        rows = store.db.execute("SELECT role FROM users WHERE key = ?", [key(name)])
        found = rows.fetchone()
    return str(found[0]) if found else ""


def check_password(path: Path, name: str, password: str) -> str:
    """The name as it was added where the password is hers, else empty.

    An unknown name takes as long as a wrong password, so that names cannot be found out.
    """
    with Store.read(path) as store:
        rows = store.db.execute("SELECT name, password FROM users WHERE key = ?", [key(name)])
        found = rows.fetchone()
    kept = str(found[1]) if found else _nobodys()
    with _hashing:
        try:
            _hasher().verify(kept, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return ""
    return str(found[0]) if found else ""


class Brake:
    """Counts failed sign-ins by name and address; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failed: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._lock = Lock()

    def begin(self, name: str, address: str) -> int:
        """Seconds to wait before the next try; 0: try now.

        A try counts as failed until it succeeded, so that many at once are counted too.
        """
        with self._lock:
            self._forget_old()
            counted = ((key(name), address), ("", address))
            limits = zip(counted, (TRIES, _TRIES_OF_ADDRESS), strict=True)
            wait = max(self._wait(who, tries) for who, tries in limits)
            if not wait:
                for who in counted:
                    self._failed[who].append(self._clock())
        return wait

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of a person who knew her password after all."""
        with self._lock:
            own = self._failed.pop((key(name), address), [])
            others = self._failed.get(("", address), [])
            self._failed[("", address)] = others[: max(0, len(others) - len(own))]

    def _wait(self, who: tuple[str, str], tries: int) -> int:
        failed = self._failed.get(who, ())
        if len(failed) < tries:
            return 0
        return max(1, round(failed[-tries] + PAUSE - self._clock()))

    def _forget_old(self) -> None:
        oldest = self._clock() - PAUSE
        for who, failed in list(self._failed.items()):
            self._failed[who] = [moment for moment in failed if moment > oldest]
            if not self._failed[who]:
                del self._failed[who]


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")

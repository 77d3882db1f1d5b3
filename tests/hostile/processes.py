"""What lives on this machine: the processes that one program has started, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Living:
    """One process: its number, its parent's, its name, what it was told, the memory it holds."""

    pid: int
    parent: int
    name: str
    environment: bytes
    memory: int  # its own share, in bytes

    @classmethod
    def at(cls, place: Path) -> Living | None:
        """The process of a folder of /proc; None where it has ended or is another user's."""
        try:
            name, _, rest = place.joinpath("stat").read_text(errors="replace").rpartition(")")
            state, parent, *_ = rest.split()
            if state in "ZX":
                return None
            environment = place.joinpath("environ").read_bytes()
            shares = place.joinpath("smaps_rollup").read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):
            return None
        memory = sum(int(line.split()[1]) for line in shares if line.startswith("Pss:")) * 1024
        return cls(int(place.name), int(parent), name.partition("(")[2], environment, memory)


def all_living() -> dict[int, Living]:
    """Every process that this user may look at."""
    found = (Living.at(place) for place in _PROCESSES.glob("[0-9]*"))
    return {one.pid: one for one in found if one is not None}


def below(pid: int, living: dict[int, Living]) -> set[int]:
    """A process and all that it started, as far as their parents live."""
    known, grew = {pid}, True
    while grew:
        more = {one.pid for one in living.values() if one.parent in known} - known
        known, grew = known | more, bool(more)
    return known


def told_to_write(folder: Path, living: dict[int, Living]) -> set[int]:
    """The processes in whose environment a folder stands, whoever their parent is by now."""
    mark = bytes(folder)
    return {one.pid for one in living.values() if mark in one.environment}


def held_below(pid: int) -> int:
    """The memory that a process and all it started hold together, in bytes."""
    place, held = _PROCESSES / str(pid), 0
    try:
        shares = place.joinpath("smaps_rollup").read_text(encoding="ascii").splitlines()
        held += sum(int(line.split()[1]) for line in shares if line.startswith("Pss:")) * 1024
        children = [
            int(child)
            for told in place.glob("task/[0-9]*/children")
            for child in told.read_text(encoding="ascii").split()
        ]
    except OSError:  # it has just ended
        return held
    return held + sum(held_below(child) for child in children)

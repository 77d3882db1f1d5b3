"""Takes the network from a reading process and from all that it starts, for good.

LibreOffice asks the server of a linked picture whether it is there, whatever its settings say.
Linux lets a process give up system calls (seccomp); after this one it, and every program that it
starts, can open no socket but those that stay on the machine's own file system.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # operations of the kernel's filters
_CALL, _MACHINE, _FIRST = 0, 4, 16  # where a system call's number, machine and first value stand
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # 13: EACCES
_OTHER_NUMBERS = 0x40000000  # the x32 calls of x86-64
_LOCAL = 1  # AF_UNIX
_RING = 425  # io_uring_setup: opens sockets past any filter
_NO_NEW_RIGHTS = 38  # PR_SET_NO_NEW_PRIVS
_SET_FILTER, _ALL_THREADS = 1, 1
# How the kernel names the machine; the numbers of the calls socket and seccomp there.
_MACHINES = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}


class _Program(ctypes.Structure):
    """struct sock_fprog: how many steps, and where they stand."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def give_up_network() -> bool:
    """Whether this process can open no socket to elsewhere from now on."""
    facts = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or facts is None:
        return False
    machine, socket, seccomp = facts
    steps = _filter(machine, socket)
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _filter(machine: int, socket: int) -> bytes:
    """The steps: operation, how many to skip where it holds and where not, value."""
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 7, machine),
        (_LOAD, 0, 0, _CALL),
        (_AT_LEAST, 5, 0, _OTHER_NUMBERS),
        (_EQUAL, 4, 0, _RING),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, _LOCAL),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)

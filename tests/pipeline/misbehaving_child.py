"""A reading process that does what each file's text says; run by test_read.py."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
import tempfile
import time
from pathlib import Path

from extractors import progress
from extractors.document import Anchor, Block, Document, Kind, Unreadable
from extractors.formats import extract_bytes
from pipeline.reading import reading_child


def act(data: bytes, name: str) -> Document | Unreadable:
    match data.decode().split()[0]:
        case "raise":
            raise KeyError("lỗi")
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "memory":
            return Document("txt", tuple(bytearray(1 << 30) for _ in range(64)))  # type: ignore[misc]
        case "segfault":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "exit":
            sys.exit(3)
        case "quit":
            os._exit(0)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "recurse":
            return act(data, name)
        case "fork":
            if os.fork() == 0:
                time.sleep(600)
            time.sleep(600)
        case "close":
            os.closerange(0, 64)
        case "flood":
            os.write(1, b"x" * 1_000_000)
        case "surrogate":
            return Document("txt", (Block("\ud800", Kind.PARAGRAPH, Anchor()),))
        case "slow":
            progress.so_far(lambda: Document("txt", (Block("một", Kind.PARAGRAPH, Anchor()),)))
            time.sleep(600)
        case "litter":  # leaves files and a sleeper that has made a group of its own
            Path(tempfile.gettempdir(), "rác").write_bytes(data)
            if os.fork() == 0:
                os.setpgid(0, 0)
                Path(data.decode().split()[1]).write_text(str(os.getpid()), encoding="ascii")
                time.sleep(600)
            time.sleep(600)
        case "descriptors":
            held = sorted(int(path.name) for path in Path("/proc/self/fd").iterdir())
            return Document("txt", (Block(repr(held), Kind.PARAGRAPH, Anchor()),))
        case "answers":
            os.write(int(data.decode().split()[1]), struct.pack(">Q", 1 << 40) + b"x" * 100_000)
            time.sleep(600)
        case "forge":
            os.write(int(data.decode().split()[1]), struct.pack(">Q", 64) + b"cos\nsystem\n" * 9)
            time.sleep(600)
        case "disk":
            with Path(tempfile.gettempdir(), "đầy").open("wb") as file:
                file.truncate(8 << 30)
        case "wrong":
            return "không phải tài liệu"  # type: ignore[return-value]
    return extract_bytes(data, name)


if __name__ == "__main__":
    progress.EVERY = 0.0
    reading_child.extract_bytes = act  # type: ignore[attr-defined]
    reading_child.serve(int(sys.argv[1]))

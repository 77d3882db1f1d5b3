"""What a process that opens files and the one that asks it say to each other.

Apart from both, so that whoever only asks loads nothing that opens files.
"""

from __future__ import annotations

import pickle
import struct
from typing import BinaryIO

LENGTH = struct.Struct(">Q")
READY = "ready"
SO_FAR = "so far"
END = "end"


def send(stream: BinaryIO, value: object) -> None:
    """Write one value with its length."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()

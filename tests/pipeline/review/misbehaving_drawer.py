"""A drawing process that does what the page number says; run by test_page_images.py."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from pipeline.review.evidence import drawing_child
from pipeline.review.evidence.drawing_child import Answer, Question

HANG, DIE, LIE, COUNT = 1, 2, 3, 4
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def act(question: Question) -> Answer:
    match question.page:
        case 1:
            time.sleep(600)
        case 2:
            os._exit(9)
        case 3:
            return (b"<svg onload=alert(1)>", "png", 1.0, 1.0, 1, True)
    with Path(question.sha256).open("a") as log:  # here the hash names a file to count in
        log.write("drawn\n")
    time.sleep(0.3)
    return (PNG, "png", 595.0, 842.0, 2, True)


if __name__ == "__main__":
    drawing_child.answer = act
    drawing_child.serve(int(sys.argv[1]))

"""The review page really served, for browsers: ``with serving(Desk(out)) as desk``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

import uvicorn
from starlette.applications import Starlette

from pipeline.review.desk import Desk
from pipeline.review.server import listen, make_app


class Served:
    """A page served by a thread of this process; ``app`` takes further routes."""

    def __init__(self, desk: Desk) -> None:
        self.listening = listen("127.0.0.1", 8870, fixed=False)
        self.desk = replace(desk, port=self.listening.getsockname()[1])
        self.app: Starlette = make_app(self.desk)
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_config=None))
        self._thread = Thread(target=self.server.run, args=([self.listening],), daemon=True)
        self._thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Serve no more."""
        self.server.should_exit = True
        self._thread.join(10)
        self.listening.close()


@contextmanager
def serving(desk: Desk) -> Iterator[Desk]:
    """The desk with the port that answers."""
    one = Served(desk)
    try:
        yield one.desk
    finally:
        one.stop()

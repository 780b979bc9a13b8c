"""How far a transfer is, counted by many threads and read by whoever draws it."""

from __future__ import annotations

import threading


class Meter:
    """Objects and bytes, planned and done; ``doing`` says what is counted."""

    __slots__ = ("_lock", "bytes_done", "doing", "objects", "objects_done")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.doing = ""
        self.objects = 0
        self.objects_done = 0
        self.bytes_done = 0

    def begin(self, doing: str, objects: int) -> None:
        self.doing, self.objects, self.objects_done, self.bytes_done = doing, objects, 0, 0

    def expect(self, more: int) -> None:
        self.objects += more

    def moved(self, count: int) -> None:
        """Bytes; from any thread."""
        with self._lock:
            self.bytes_done += count

    def finished(self, objects: int = 1) -> None:
        self.objects_done += objects

    def tick(self) -> None:
        """Called ten times a second from the thread that waits; a drawn meter draws here."""

    def end(self) -> None:
        """The transfer is over, or was interrupted."""

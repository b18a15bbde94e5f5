"""The supervisor's one loop: descriptors that are ready, and tasks that are due."""

from __future__ import annotations

import select
import time


class Loop:
    """Calls back for descriptors; runs each task (`due` in ns, `run(now)`) when its time comes."""

    def __init__(self, after_round) -> None:
        self._poll = select.epoll()
        self._callbacks = {}
        self._registered = set()
        self._fresh = set()  # added since the last poll
        self._after_round = after_round
        self.tasks = []
        self.running = True

    def add(self, fd: int, callback, events: int = select.EPOLLIN) -> None:
        """Calls `callback(events)` whenever the descriptor is ready."""
        self._callbacks[fd] = callback
        self._fresh.add(fd)
        self.change(fd, events)

    def change(self, fd: int, events: int) -> None:
        """Other events of interest; with none not even a hang-up calls back."""
        if fd in self._registered:
            self._poll.unregister(fd)
            self._registered.discard(fd)
        if events:
            self._poll.register(fd, events)
            self._registered.add(fd)

    def remove(self, fd: int) -> None:
        """Must come before the descriptor is closed."""
        if self._callbacks.pop(fd, None) is not None:
            self.change(fd, 0)

    def stop(self) -> None:
        """Lets `run` return."""
        self.running = False

    def run(self) -> None:
        """Until `running` is false. Two polls a round: what arrived together leaves sorted."""
        while self.running:
            if self._dispatch(self._pause()) > 0 and self.running:
                self._dispatch(0)
            now = time.monotonic_ns()
            for task in self.tasks:
                if task.due <= now and self.running:
                    task.run(now)
            self._after_round()

    def _pause(self) -> float:
        """Seconds until the next task."""
        if not self.tasks:
            return -1
        return max(0, min(task.due for task in self.tasks) - time.monotonic_ns()) / 1e9

    def _dispatch(self, timeout: float) -> int:
        ready = self._poll.poll(timeout)
        self._fresh.clear()
        for fd, events in ready:
            callback = self._callbacks.get(fd)
            # One closed and another opened under its number within this round: the old one's news.
            if callback is not None and fd not in self._fresh:
                callback(events)
        return len(ready)

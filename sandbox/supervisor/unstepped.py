"""Processes that a program without stepper has started: what a reader runs in a shell.

Each is a task of its program, as a forked child of a stepped one is. One is told of only when it is
found waiting: most of what a shell starts has ended before.
"""

from __future__ import annotations

from processes import Program, command_of

MOST = 16  # of a program, looked at


class Children:
    """All such processes of a box; `ended(program, task)` is called when one has gone."""

    def __init__(self, processes, lines, ended) -> None:
        self._processes = processes
        self._lines = lines
        self._ended = ended
        self._told = {}  # program: ids of its tasks

    def of(self, program: Program) -> list:
        """(task, pid) of each that runs; those that have gone meanwhile are told to have ended."""
        found = {
            "child-%d" % each.local_pid: each.pid
            for each in self._processes.of_program(program.name)
            if each.local_pid and each.pid != program.find_main()
        }
        for task in self._told.get(program.name, set()) - set(found):
            self._told[program.name].remove(task)
            self._ended(program, task)
            self._lines.event("task-ended", host=program.host, program=program.name, task=task)
        return list(found.items())[:MOST]

    def introduce(self, program: Program, task: str, pid: int) -> None:
        """Tells that it has begun, unless that was told."""
        told = self._told.setdefault(program.name, set())
        if task not in told:
            told.add(task)
            self._lines.event(
                "task-started", host=program.host, program=program.name, task=task,
                name=command_of(pid), pid=int(task.rpartition("-")[2]),
            )  # fmt: skip

    def forget(self, name: str) -> None:
        """The program has ended: of what it has left behind nobody tells."""
        self._told.pop(name, None)

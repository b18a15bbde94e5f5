"""What becomes of each frame: the order of judgement of src/protocol/wire.ts.

A cut link loses it; a copy joins its waiting original; the first rule that acts decides; else the
mode; what goes on is impaired. While the setting asks for nothing of that, frames just pass.
"""

from __future__ import annotations

import time

from frame_log import FrameLog
from impairments import Direction
from ports import LOOPBACK
from rules import Rule, Rules
from segments import may_open, parse
from streams import Streams
from switch import Switch
from transit import Transit
from waiting import Frame, Held, Waiting

OPEN = {"mode": "pass", "impairments": [], "rules": []}

# Reasons of FrameEvent, in JSON.
STEP, ASKED, CUT, LOSS = '"step"', '"asked"', '"cut"', '"loss"'
QUEUE, DUPLICATE, CORRUPT, COPY = '"queue"', '"duplicate"', '"corrupt"', '"copy"'


class Judge:
    """Holds the setting and every frame that has not yet arrived."""

    def __init__(self, ports: list, log: FrameLog) -> None:
        self._log = log
        self._cables = [port for port in ports if port.link != LOOPBACK]
        self._switch = Switch(ports)
        self._streams = Streams()
        self._rules = Rules()
        self._waiting = Waiting()
        self.transit = Transit(self._arrive)
        self._setting = OPEN
        self._number = 0
        self.all_pass = True  # while true, frames are neither parsed nor timed

    def settle(self) -> None:
        """Delivers what is due, and sees whether frames may just pass from now on."""
        self.transit.arrive(time.monotonic_ns())
        self.all_pass = (
            self._setting["mode"] == "pass"
            and not self._setting["rules"]
            and not self._setting["impairments"]
            and not self._waiting
            and not self.transit
        )

    def take(self, port, data: bytes, at: int) -> None:
        """A frame has come in at a port."""
        self._number += 1
        if port.link == LOOPBACK:
            if self._log.sent(at, self._number, port, data):
                self._log.delivered(time.monotonic_ns(), self._number, port, port)
            return
        self._switch.learn(port, data)
        if not self.all_pass:
            self._judge(port, data, at)
            return
        if may_open(data):  # a rule may ask later where a stream began
            self._streams.note(parse(data))
        told = self._log.sent(at, self._number, port, data)
        self._hand_over(port, data, self._number if told else 0)

    def replace(self, setting: dict) -> None:
        """Another setting from now on. What no longer has a reason to wait goes on."""
        if setting == self._setting:
            return
        stepped, self._setting = self._setting["mode"] == "step", setting
        self._log.setting(setting)
        now = time.monotonic_ns()
        for port in self._cables:
            latest = port.direction.replace(setting["impairments"], now)
            if latest is not None:
                self.transit.hurry(port, latest)
        fresh = self._rules.replace(setting["rules"])
        if stepped and setting["mode"] == "pass":
            reasons = [rule.why for rule in self._rules]
            self._release_all(lambda held: held.why not in reasons, ASKED)
        for rule in fresh:
            if rule.verb == "release" and rule.acts_at_once():
                self._release_by(rule)
        self.settle()

    def handle(self, number: int, verb: str) -> bool:
        """Releases, drops or duplicates a waiting frame; False when it does not wait."""
        held = self._waiting.take(number)
        if held is None:
            return False
        frame = held.frame
        if verb == "drop":
            self._log.treated("dropped", frame, ASKED)
        else:
            self._log.treated("released", frame, ASKED)
            if verb == "duplicate":
                self._log.treated("duplicated", frame, ASKED)
            self._send_on(frame, times=2 if verb == "duplicate" else 1)
        self._drop_copies(held)
        return True

    def _judge(self, port, data: bytes, at: int) -> None:
        segment = parse(data)
        self._streams.note(segment)
        frame = Frame(self._number, port, data, segment)
        held = None if port.direction.cut else self._waiting.original(port, segment)
        copy_of = 0 if held is None else held.frame.number
        frame.told = self._log.sent(at, frame.number, port, data, copy_of)
        if port.direction.cut:
            self._log.treated("dropped", frame, CUT)
        elif held is None:
            self._decide(frame)
        elif self._waiting.has_room(frame):
            self._waiting.add_copy(held, frame)
        else:
            self._log.treated("dropped", frame, QUEUE)

    def _decide(self, frame: Frame) -> None:
        """By a rule, by what waits already, by the mode."""
        rule = self._rules.decide(frame.port, frame.segment, self._streams)
        if rule is not None:
            self._obey(rule, frame)
            return
        held = self._waiting.overlapped(frame.port, frame.segment)
        if held is not None:  # it would carry past what must wait
            self._hold(frame, held.why)
        elif self._setting["mode"] == "step" and not frame.segment.resolves:
            self._hold(frame, STEP)
        else:
            self._send_on(frame)

    def _obey(self, rule: Rule, frame: Frame) -> None:
        if rule.verb == "hold":
            self._hold(frame, rule.why)
        elif rule.verb == "drop":
            self._log.treated("dropped", frame, rule.why)
        elif rule.verb == "duplicate":
            self._log.treated("duplicated", frame, rule.why)
            self._send_on(frame, times=2)
        elif rule.verb == "delay":
            self._send_on(frame, delay=rule.delay)
        else:
            if rule.verb == "release":
                self._release_by(rule)
            self._arrive(frame)

    def _hold(self, frame: Frame, why: str) -> None:
        if not frame.told:  # nobody could ask for it
            self._send_on(frame)
        elif self._waiting.has_room(frame):
            self._waiting.add(frame, why)
            self._log.treated("held", frame, why)
        else:
            self._log.treated("dropped", frame, QUEUE)

    def _release_by(self, rule: Rule) -> None:
        self._release_all(
            lambda held: rule.fits(held.frame.port, held.frame.segment, self._streams), rule.why
        )

    def _release_all(self, choose, why: str) -> None:
        for held in self._waiting:
            if choose(held):
                self._waiting.take(held.frame.number)
                self._log.treated("released", held.frame, why)
                self._send_on(held.frame)
                self._drop_copies(held)

    def _drop_copies(self, held: Held) -> None:
        for copy in held.copies:
            self._log.treated("dropped", copy, COPY)

    def _send_on(self, frame: Frame, times: int = 1, delay: int = 0) -> None:
        """Lets the link do to a frame what it does; `delay` in ns comes on top."""
        now = time.monotonic_ns()
        direction = frame.port.direction
        if not direction.impairs(frame.segment):
            for _ in range(times):
                self._carry(frame, now + delay, now)
            return
        times += self._spoil(frame, direction)
        overtaken = direction.strikes("reorder")
        for _ in range(times):
            leaves = direction.leaves(len(frame.bytes), now)
            if leaves is None:
                self._log.treated("dropped", frame, QUEUE)
                continue
            due = direction.arrives(leaves + direction.latency()) + delay
            if not (overtaken and self.transit.park(frame, due)):
                self._carry(frame, due, now)
                self.transit.follow(frame, due, now)

    def _spoil(self, frame: Frame, direction: Direction) -> int:
        """Corrupts, duplicates, loses; by how many the frame becomes more."""
        more = 0
        if direction.strikes("corrupt"):
            frame.bytes = direction.corrupted(frame.bytes, frame.segment)
            self._log.treated("corrupted", frame, CORRUPT)
        if direction.strikes("duplicate"):
            more += 1
            self._log.treated("duplicated", frame, DUPLICATE)
        if direction.strikes("loss"):
            more -= 1
            self._log.treated("dropped", frame, LOSS)
        return more

    def _carry(self, frame: Frame, due: int, now: int) -> None:
        if self.transit.has_room(len(frame.bytes)):
            self.transit.carry(frame, due, now)
        else:
            self._log.treated("dropped", frame, QUEUE)

    def _arrive(self, frame: Frame) -> None:
        """At the end of its link, which may have been cut meanwhile."""
        if frame.port.direction.cut:
            self._log.treated("dropped", frame, CUT)
        else:
            self._hand_over(frame.port, frame.bytes, frame.number if frame.told else 0)

    def _hand_over(self, port, data: bytes, told_as: int) -> None:
        """Puts a frame on the cables it goes to; `told_as` 0 when the trace does not tell of it."""
        for outlet in self._switch.outlets(port, data):
            # Taken before: the receiving kernel answers within the call that hands the frame over.
            arrives = time.monotonic_ns()
            if outlet.deliver(data) and told_as:
                self._log.delivered(arrives, told_as, port, outlet)

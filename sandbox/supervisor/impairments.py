"""What a link does to frames in one direction: loss, delay, a rate and the like, all seeded.

Every effect draws from a generator of its own, once for each frame that it may concern: the same
seed gives the same losses, whatever delay is set beside them and however often hosts use ARP.
"""

from __future__ import annotations

import binascii
from collections import deque

from segments import Segment

MASK = (1 << 64) - 1


class Generator:
    """SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers in every Python."""

    def __init__(self, *seed) -> None:
        text = "/".join(map(str, seed)).encode()
        self._state = binascii.crc32(text) << 32 | binascii.crc32(text[::-1])

    def draw(self) -> int:
        """64 random bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & MASK
        mixed = self._state
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & MASK
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & MASK
        return mixed ^ mixed >> 31

    def share(self) -> float:
        """At least 0, less than 1."""
        return (self.draw() >> 11) / (1 << 53)


class Direction:
    """Frames that come in at one port."""

    def __init__(self, link: str, host: str) -> None:
        self._link = link
        self._host = host
        self.spec = {}  # an Impairment of src/protocol/wire.ts; empty: the link is perfect
        self.cut = False
        self._generators = {}
        self._free_at = 0  # ns; when the sender has put its last frame on the cable
        self._starts = deque()  # ns; when each frame that waits for the rate will begin
        self._last = 0  # ns; when the last frame arrives

    def replace(self, specs: list, now: int) -> int | None:
        """Takes the entry for this direction; one that is unchanged goes on with its numbers.

        If it changed: when what is under way arrives at the latest, in ns. Nobody shall wait for a
        delay of a minute that has been taken away, and nobody be overtaken.
        """
        mine = [spec for spec in specs if spec["link"] == self._link]
        own = [spec for spec in mine if spec["from"] == self._host]
        general = [spec for spec in mine if spec["from"] is None]
        spec = (own or general or [{}])[0]
        if spec == self.spec:
            return None
        self.spec = spec
        self.cut = spec.get("cut", False)
        self._generators = {}
        self._free_at = now
        self._starts.clear()
        latest = now + spec.get("delayMs", 0) * 1_000_000
        self._last = min(self._last, latest)
        return latest

    def impairs(self, segment: Segment) -> bool:
        """Whether the entry concerns this frame."""
        return bool(self.spec) and (self.spec["arp"] or not segment.resolves)

    def strikes(self, effect: str) -> bool:
        """Whether this frame suffers "corrupt", "duplicate", "loss" or "reorder"."""
        share = self.spec[effect]
        return share > 0 and self._numbers(effect).share() < share

    def leaves(self, length: int, now: int) -> int | None:
        """When the last bit of a frame is on the cable; None when the queue is full. In ns."""
        kilobits = self.spec["rateKbit"]
        if kilobits is None:
            return now
        while self._starts and self._starts[0] <= now:
            self._starts.popleft()
        if len(self._starts) >= self.spec["queue"]:
            return None
        start = max(now, self._free_at)
        if start > now:
            self._starts.append(start)
        self._free_at = start + length * 8_000_000 // kilobits
        return self._free_at

    def latency(self) -> int:
        """Delay and jitter for one frame, in ns."""
        jitter = self.spec["jitterMs"]
        if jitter == 0:
            return self.spec["delayMs"] * 1_000_000
        swing = (self._numbers("jitter").share() * 2 - 1) * jitter
        return max(0, int((self.spec["delayMs"] + swing) * 1_000_000))

    def arrives(self, due: int) -> int:
        """When a frame arrives that would be due then: never before an earlier one. In ns."""
        self._last = max(self._last, due)
        return self._last

    def corrupted(self, frame: bytes, segment: Segment) -> bytes:
        """The frame with one bit flipped, where the transport's checksum covers it."""
        number = self._numbers("bit").draw()
        if segment.payload_end > segment.payload:
            at = segment.payload + (number >> 3) % (segment.payload_end - segment.payload)
            return flip(frame, at, number & 7)
        if segment.checksum is None:
            return frame
        flipped = flip(frame, segment.checksum, number & 7)
        if segment.protocol == "udp" and not any(flipped[segment.checksum :][:2]):
            return flip(frame, segment.checksum + 1, number & 7)  # zero would mean: no checksum
        return flipped

    def _numbers(self, effect: str) -> Generator:
        if effect not in self._generators:
            self._generators[effect] = Generator(self.spec["seed"], self._link, self._host, effect)
        return self._generators[effect]


def flip(data: bytes, at: int, bit: int) -> bytes:
    """The bytes with one bit the other way round."""
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]

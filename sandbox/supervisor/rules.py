"""Rules of the wire: which frames they mean, and which of those, counted, they act on.

A rule that stays as it was when the setting is replaced goes on counting.
"""

from __future__ import annotations

import json

from segments import DECIDING_FLAGS, FLAGS, SEQUENCE_SPACE, Segment
from streams import Streams


class Rule:
    """One rule of the setting; its fields are described in src/protocol/wire.ts."""

    def __init__(self, spec: dict) -> None:
        self.spec = spec
        self.verb = spec["verb"]
        self.delay = spec["delayMs"] * 1_000_000  # ns
        self.why = json.dumps("rule:" + spec["id"])
        self._last = None if spec["count"] is None else spec["nth"] + spec["count"] - 1
        self._seen = 0
        self._match = spec["match"]
        flags = self._match.get("flags")
        self._flags = None if flags is None else sum(FLAGS[name] for name in set(flags))

    def acts(self) -> bool:
        """Counts one more matching frame; whether that one is the rule's to act on."""
        self._seen += 1
        return self._seen >= self.spec["nth"] and (self._last is None or self._seen <= self._last)

    def acts_at_once(self) -> bool:
        """Whether the first matching frame to come is one it acts on."""
        return self._seen == 0 and self.spec["nth"] == 1

    def fits(self, port, segment: Segment, streams: Streams) -> bool:
        """Whether every field that is given fits. Address resolution must be asked for by name."""
        match = self._match
        protocol = match.get("protocol")
        if protocol is None:
            if segment.resolves:
                return False
        elif protocol != segment.protocol:
            return False
        return (
            match.get("link", port.link) == port.link
            and match.get("from", port.host) == port.host
            and match.get("sourcePort", segment.source_port) == segment.source_port
            and match.get("destinationPort", segment.destination_port) == segment.destination_port
            and self._fits_flags(segment)
            and match.get("data", segment.has_data()) == segment.has_data()
            and self._fits_sequence(segment, streams)
        )

    def _fits_flags(self, segment: Segment) -> bool:
        return self._flags is None or segment.flags & DECIDING_FLAGS == self._flags

    def _fits_sequence(self, segment: Segment, streams: Streams) -> bool:
        """Whether it takes up one of these sequence numbers; they wrap at 2^32."""
        wanted = self._match.get("sequence")
        if wanted is None:
            return True
        if segment.span == 0:
            return False
        place = streams.place(segment)
        length = wanted["to"] - wanted["from"]
        if length < 0:
            return False
        begins_before = (wanted["from"] - place) % SEQUENCE_SPACE < segment.span
        return begins_before or (place - wanted["from"]) % SEQUENCE_SPACE <= length


class Rules:
    """All rules in force, in their order."""

    def __init__(self) -> None:
        self._rules = []

    def __iter__(self):
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def replace(self, specs: list) -> list:
        """Other rules from now on; those that are new."""
        before = self._rules
        self._rules = [
            next((rule for rule in before if rule.spec == spec), None) or Rule(spec)
            for spec in specs
        ]
        return [rule for rule in self._rules if rule not in before]

    def decide(self, port, segment: Segment, streams: Streams) -> Rule | None:
        """The first rule that acts on this frame. Every rule counts it that it fits."""
        first = None
        for rule in self._rules:
            if rule.fits(port, segment, streams) and rule.acts() and first is None:
                first = rule
        return first

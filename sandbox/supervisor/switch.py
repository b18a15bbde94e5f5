"""Where a frame goes: as a learning switch does it, for each link by itself (IEEE 802.1D, 7.8)."""

from __future__ import annotations

from ports import LOOPBACK


class Switch:
    """Knows behind which port a hardware address was seen."""

    def __init__(self, ports: list) -> None:
        self._cables = {}  # link: its ports
        for port in ports:
            if port.link != LOOPBACK:
                self._cables.setdefault(port.link, []).append(port)
        self._learned = {}  # (link, hardware address): port

    def learn(self, port, frame: bytes) -> None:
        """Remembers the frame's sender."""
        self._learned[(port.link, frame[6:12])] = port

    def outlets(self, port, frame: bytes) -> list:
        """The port where this address was seen, else every other port of the link."""
        known = self._learned.get((port.link, frame[:6]))
        if known is not None:
            return [] if known is port else [known]
        return [other for other in self._cables[port.link] if other is not port]

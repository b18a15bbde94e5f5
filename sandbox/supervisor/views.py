"""What a host lets the supervisor see of it, each None where it has none of its own."""

from __future__ import annotations

from typing import Any, NamedTuple


class Views(NamedTuple):
    """Tables of one host, read whenever something may have changed."""

    sockets: Any  # HostSockets
    network: Any  # HostNetwork or None
    counters: Any  # HostCounters or None
    memory: Any  # SocketMemory

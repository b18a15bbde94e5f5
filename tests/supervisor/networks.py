"""Networks with routers for tests, whole or with one fault; and what was on their links."""

from __future__ import annotations

import base64

from box_client import machine

ETHERTYPES = {b"\x08\x00": "ipv4", b"\x08\x06": "arp", b"\x86\xdd": "ipv6"}
TCP, ICMP = 6, 1
SYN, ACK = 0x02, 0x10


def split(**faults):
    """a and b on two links, router r between; `faults` replace arguments of a host's machine."""
    hosts = {
        "a": {
            "plugs": [("left", ["192.168.1.10/26"])],
            "routes": [("default", "192.168.1.1")],
        },
        "r": {
            "plugs": [("left", ["192.168.1.1/26"]), ("right", ["192.168.1.65/26"])],
            "forwards": True,
        },
        "b": {
            "plugs": [("right", ["192.168.1.70/26"])],
            "routes": [("default", "192.168.1.65")],
        },
    }
    return [machine(name, **dict(spec, **faults.get(name, {}))) for name, spec in hosts.items()]


def chain(r1=(("10.3.0.0/24", "10.0.12.2"),)):
    """h1 - r1 - r2 - h3; `r1` are the routes of the first router."""
    return [
        machine("h1", [("lan1", ["10.1.0.10/24"])], [("default", "10.1.0.1")]),
        machine("r1", [("lan1", ["10.1.0.1/24"]), ("mid", ["10.0.12.1/30"])], r1, True),
        machine(
            "r2",
            [("mid", ["10.0.12.2/30"]), ("lan3", ["10.3.0.1/24"])],
            [("10.1.0.0/24", "10.0.12.1")],
            True,
        ),
        machine("h3", [("lan3", ["10.3.0.10/24"])], [("default", "10.3.0.1")]),
    ]


DUAL = [
    machine("client", [("lan", ["10.0.0.1/24", "fd00::1/64"])]),
    machine("server", [("lan", ["10.0.0.2/24", "fd00::2/64"])], names=["www.python.org"]),
]


def sent(box, **fields):
    """The frames that were sent, as dicts: link, from, and of what kind they are."""
    return [described(event) for event in box.events("frame", verb="sent", **fields)]


def described(event):
    """What a frame is, as far as these tests care."""
    data = base64.b64decode(event["bytes"])
    kind = ETHERTYPES.get(data[12:14], "other")
    seen = {"id": event["id"], "link": event["link"], "from": event["from"], "kind": kind}
    if kind == "arp":
        seen["asks"] = data[20:22] == b"\0\1"
        seen["target"] = ".".join(map(str, data[38:42]))
    if kind == "ipv4":
        payload = data[14 + (data[14] & 15) * 4 :]
        seen["ttl"] = data[22]
        seen["target"] = ".".join(map(str, data[30:34]))
        if data[23] == TCP:
            seen.update(kind="tcp", flags=payload[13] & 0x17)
        if data[23] == ICMP:
            seen.update(kind="icmp", icmp=(payload[0], payload[1]))
    return seen


def is_syn(event, **fields):
    """Whether an event is a SYN that was sent, on this link or from this host."""
    if event["type"] != "frame" or event["verb"] != "sent":
        return False
    seen = described(event)
    return seen.get("flags") == SYN and all(seen[name] == each for name, each in fields.items())

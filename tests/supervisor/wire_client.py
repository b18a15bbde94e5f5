"""Words for tests of the wire: settings as the driver writes them, frames as the trace has them."""

from __future__ import annotations

import base64
import threading

from box_client import PATIENCE

OPEN = {"mode": "pass", "impairments": [], "rules": []}
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10


def setting(*parts, mode="pass"):
    """A whole setting of rules and impairments in their order."""
    return {
        "mode": mode,
        "impairments": [part for part in parts if "seed" in part],
        "rules": [part for part in parts if "verb" in part],
    }


def rule(name, verb, nth=1, count=None, delay=0, **match):
    """A rule with the contract's defaults; the rest are fields of its matcher."""
    return {
        "id": name, "match": match, "verb": verb, "nth": nth, "count": count, "delayMs": delay,
    }  # fmt: skip


def impair(link="lan", sender=None, **fields):
    """An impairment with the contract's defaults."""
    spec = {
        "link": link, "from": sender, "cut": False, "delayMs": 0, "jitterMs": 0, "rateKbit": None,
        "queue": 100, "loss": 0, "duplicate": 0, "reorder": 0, "corrupt": 0, "arp": False,
        "seed": 1,
    }  # fmt: skip
    spec.update(fields)
    return spec


def packet(event):
    """The bytes of a frame event."""
    return base64.b64decode(event["bytes"])


class Seen:
    """What the trace tells of frames, one entry per frame."""

    def __init__(self, box, link="lan"):
        # Its answer stands behind all events of the wire so far; more may come at any time.
        answer = box.command("wire-frame", frame=0, verb="drop")
        self.frames = {}
        for event in box.lines[: box.lines.index(answer)]:
            if event["type"] != "frame" or event["link"] != link:
                continue
            if event["verb"] == "sent":
                self.frames[event["id"]] = Told(event)
            else:
                self.frames[event["id"]].add(event)

    def of(self, sender, **fields):
        """Frames of a host, in order; a callable is a condition on the field's value."""
        return [
            each
            for each in self.frames.values()
            if each.sender == sender
            and all(
                wanted(getattr(each, name)) if callable(wanted) else getattr(each, name) == wanted
                for name, wanted in fields.items()
            )
        ]


class Told:
    """One frame: its fields, and its verbs in order with their reasons."""

    def __init__(self, sent):
        data = packet(sent)
        self.id = sent["id"]
        self.sender = sent["from"]
        self.copy_of = sent.get("copyOf")
        self.verbs = ["sent"]
        self.reasons = {}
        self.data = data
        self.corrupted = None
        self.protocol = self.flags = None
        self.payload = b""
        if data[12:14] == b"\x08\x00":
            self.protocol = data[23]
            self._read(data[14 + (data[14] & 15) * 4 : 14 + int.from_bytes(data[16:18], "big")])
        elif data[12:14] == b"\x86\xdd":
            self.protocol = data[20]
            self._read(data[54 : 54 + int.from_bytes(data[18:20], "big")])

    def _read(self, body):
        if self.protocol == 6:
            self.flags = body[13] & (FIN | SYN | RST | ACK)
            self.sequence = int.from_bytes(body[4:8], "big")
            self.payload = body[(body[12] >> 4) * 4 :]
        elif self.protocol == 17:
            self.payload = body[8:]

    def add(self, event):
        self.verbs.append(event["verb"])
        if "why" in event:
            self.reasons[event["verb"]] = event["why"]
        if event["verb"] == "corrupted":
            self.corrupted = packet(event)


def wait_frames(box, verb, count=1, **fields):
    """Waits until so many frame events of a verb have come; the last of them."""
    box.wait_for(lambda _line: len(box.events("frame", verb=verb, **fields)) >= count)
    return box.events("frame", verb=verb, **fields)[count - 1]


def handle(box, frame, verb):
    """Asks for a waiting frame; the reply's code."""
    return box.command("wire-frame", frame=frame, verb=verb)["code"]


def serving(box, code, where="server"):
    """Starts a program, and waits until it says that it is up."""
    program = box.start(where, code)
    assert line_of(program) == b"up\n"
    return program


def line_of(program):
    """A program's next line; empty when it says nothing for too long."""
    return _patiently(program, program.stdout.readline)


def rest_of(program):
    """All that a program still says until it ends."""
    return _patiently(program, program.stdout.read)


def _patiently(program, read):
    timer = threading.Timer(PATIENCE, program.kill)
    timer.start()
    try:
        return read()
    finally:
        timer.cancel()

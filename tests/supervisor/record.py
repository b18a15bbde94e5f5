"""Writes tests/wire/supervisor.jsonl, lines of real sessions, for supervisor.test.ts beside it.

    /usr/bin/python3 tests/supervisor/record.py

Run it again when the supervisor says something new; the TypeScript test then judges it.
"""

from __future__ import annotations

import base64
import json
import os

from box_client import PAIR, TREE, Box
from test_stepping import HELLO, RESUMED, call, line, returned
from wire_client import OPEN, handle, impair, rule, setting, wait_frames

TARGET = os.path.join(TREE, "tests", "wire", "supervisor.jsonl")
SERVER = (
    "import socket; s = socket.create_server(('10.0.0.2', 3333)); print('up'); c, _ = s.accept();"
    "c.sendall(c.recv(100)); c.recv(1); c.close(); input()"
)
THREAD = (
    "import socket, threading\n"
    "def work():\n    socket.socket().close()\n"
    "thread = threading.Thread(target=work)\nthread.start()\nthread.join()\ninput()\n"
)
FLOOD = "import socket; s = socket.socket(type=2)\nwhile True: s.sendto(b'x', ('10.0.0.2', 9))"


def conversation() -> list:
    """A connection dialled, refused, accepted; a stepped program, and one that burns its cpu."""
    with Box(PAIR, cpuSeconds=1) as box:
        server = box.start("server", SERVER, "server")
        server.stdout.readline()
        box.wait_event("blocked", syscall="accept4")
        box.command("dial", peer="p1", host="client", address="10.0.0.2", port=3333)
        box.command("dial-send", peer="p1", bytes=base64.b64encode("한\n".encode()).decode())
        box.wait_event("peer", what="data")
        box.command("dial-end", peer="p1")
        box.wait_event("peer", what="eof")
        box.command("dial-close", peer="p1", reset=False)
        box.command("dial", peer="p2", host="client", address="10.0.0.2", port=1)
        box.command("listen", listener="l1", host="server", port=3334)
        box.command("dial", peer="p3", host="client", address="10.0.0.2", port=3334)
        box.wait_event("accepted")
        box.command("unlisten", listener="l1")
        box.command("usage")
        datagrams(box)
        script = ["python3", "/opt/sockscope/stepper/fake.py", HELLO]
        script += [line(2, locals={"s": "'한'"})]
        script += [
            "wait",
            RESUMED,
            call(1),
            returned(1, value=None, errno=104, error="ConnectionResetError"),
        ]
        box.start("client", script + ["read"], "client")
        box.wait_event("line")
        box.command("step", program="client", how="line")
        box.wait_event("blocked", program="client", syscall="read")
        box.command("step", program="client", how="line")
        box.start("server", "while True: pass", "burner")
        box.wait_event("fault")
        wire(box)
        network(box)
        box.command("sample")
        box.command("close")
        return list(box.raw)


def datagrams(box) -> None:
    """Two of the checker's UDP sockets, one of which is sent something."""
    box.command("datagram-open", peer="d1", host="server")
    box.command("datagram-open", peer="d2", host="client")
    port = int(box.wait_event("opened", peer="d1")["address"].split(":")[1])
    there = {"address": "10.0.0.2", "port": port}
    box.command("datagram-send", peer="d2", bytes=base64.b64encode(b"hi").decode(), **there)
    box.wait_event("datagram")
    box.command("datagram-close", peer="d2")


def wire(box) -> None:
    """Every verb of a frame: a SYN waits with a copy, goes on twice, and is spoilt on its way."""
    hold = rule("syn", "hold", protocol="tcp", flags=["SYN"], count=1)
    box.command("wire-set", **setting(hold, impair(sender="client", corrupt=1)))
    dial = box.send("dial", peer="p4", host="client", address="10.0.0.2", port=1)
    held = wait_frames(box, "held")
    box.wait_event("frame", verb="sent", copyOf=held["id"])
    handle(box, held["id"], "duplicate")
    handle(box, held["id"], "drop")
    box.command("wire-set", **OPEN)
    box.wait_for(lambda line: line["type"] == "reply" and line["id"] == dial)


def network(box) -> None:
    """Two refused changes, an IPv6 address, a default route, a neighbour that is not there."""
    change = {"what": "route-added", "host": "client", "to": "default", "via": "10.9.9.9"}
    box.command("network-change", change=change)
    box.command("network-change", change=dict(change, via="10.0.0.9"))
    box.command("network-change", change=dict(change, host="nobody"))
    plug = {"host": "client", "interface": "eth0", "address": "fd00::1/64"}
    box.command("network-change", change=dict(plug, what="address-added"))
    box.run("client", "import socket; socket.socket(type=2).sendto(b'x', ('10.1.1.1', 9))")


def tasks() -> list:
    """A thread that begins and ends, and breakpoints, told by the stepper that learners get."""
    stepper = os.path.join(TREE, "sandbox", "stepper")
    env = {
        "PYTHONPATH": "/opt/sockscope/stepper",
        "SOCKSCOPE_STEP": "/run/sockscope/step.sock",
        "SOCKSCOPE_START": "run",
    }
    files = [("client", "program.py", THREAD)]
    with Box(PAIR, files=files, stepper=stepper) as box:
        box.start("client", ["python3", "program.py"], "program", env=env)
        box.wait_event("task-ended")
        box.command("breakpoints", program="program", host="client", lines=[1, 9])
        box.wait_event("breakpoints")
        return list(box.raw)


def truncation() -> list:
    """The one line that says that frames are left out from here on."""
    with Box(PAIR) as box:
        box.start("client", FLOOD, "flood")
        box.wait_event("truncated")
        return [text for text in box.raw if json.loads(text)["type"] == "truncated"]


if __name__ == "__main__":
    with open(TARGET, "wb") as file:
        file.writelines(conversation() + tasks() + truncation())

"""What the wire costs: frames per second and a round trip, each beside the floor of the same run.

    /usr/bin/python3 bench/wire_bench.py [--seconds 2] [--rounds 3]

Prints one JSON line per figure. Hosts, cables and wire are those of a real box; what floods and
answers runs in the hosts' networks. `bare` is the same wire with a full log (it records nothing),
`recorded` tells of every frame, `parsed` parses and matches every frame against a rule as well,
`direct` is a veth pair from host to host. The modes take turns, so that a noisy minute hits all.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import struct
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.environ.get("SUPERVISOR") or HERE + "/../sandbox/supervisor")

import box  # noqa: E402
import frame_log  # noqa: E402
import keeper  # noqa: E402
import linux  # noqa: E402

PAYLOAD = bytes(18)  # with its headers the shortest frame that Ethernet knows: 60 bytes
ROUND_TRIPS = 2000
WARM_UP = 200
LIMITS = {"filesMb": 20, "processes": 64}
CLIENT, SERVER = "10.0.0.1", "10.0.0.2"
OPEN = {"mode": "pass", "impairments": [], "rules": []}
# Matches nothing that is sent here, so every frame is parsed, compared and passed on.
NO_SUCH_PORT = {"protocol": "udp", "destinationPort": 1}
RULED = dict(
    OPEN,
    rules=[
        {"id": "none", "match": NO_SUCH_PORT, "verb": "drop", "nth": 1, "count": None, "delayMs": 0}
    ],
)
WITHOUT_END = 1 << 62
# mode: (frames recorded, setting of the wire)
WIRES = {"bare": (0, OPEN), "recorded": (WITHOUT_END, OPEN), "parsed": (WITHOUT_END, RULED)}


def specification(name: str, address: str) -> dict:
    """A host on link "lan", as the driver would describe it."""
    plug = {"link": "lan", "addresses": [address + "/24"]}
    return {"name": name, "interfaces": [plug], "routes": [], "forwards": False, "names": []}


def open_hosts(mode: str) -> tuple:
    """The network namespaces of client and server, and a descriptor of the wire's events or -1."""
    network = {"hosts": [specification("client", CLIENT), specification("server", SERVER)]}
    if mode == "direct":
        return (*plug_directly(), -1)
    frame_log.MAX_FRAMES, setting = WIRES[mode]
    frame_log.MAX_BYTES = WITHOUT_END
    opened = box.Box()
    opened.prepare(ours={"tools": {}})
    opened.build(network, files=[], limits=LIMITS, setting=setting)
    opened.finish(LIMITS)
    return (*(host.network for host in opened.hosts), opened.wire.events)


def plug_directly() -> tuple:
    """Two namespaces with a veth pair from one to the other, offloads off as in a box."""
    box.enter_namespaces()
    keeper.Keeper()  # a pid namespace lives as long as its first process
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    networks = []
    for _ in range(2):
        linux.unshare(linux.CLONE_NEWNET)
        networks.append(os.open("/proc/self/ns/net", os.O_RDONLY))
    linux.setns(own, linux.CLONE_NEWNET)
    paths = ["/proc/%d/fd/%d" % (os.getpid(), fd) for fd in networks]
    # ip runs in this process's network; both ends are given away by path.
    linux.run(
        ["ip", "-batch", "-"],
        "link add eth0 netns %s type veth peer name eth0 netns %s\n" % tuple(paths),
    )
    for network, address in zip(networks, (CLIENT, SERVER)):
        linux.setns(network, linux.CLONE_NEWNET)
        linux.run(["ip", "-batch", "-"], "addr add %s/24 dev eth0\nlink set eth0 up\n" % address)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            linux.switch_offloads_off(control, "eth0")
    linux.setns(own, linux.CLONE_NEWNET)
    return tuple(networks)


def in_host(network: int, work) -> int:
    """Forks a process that does the work in a host's network; its pid."""
    pid = os.fork()
    if pid == 0:
        try:
            linux.setns(network, linux.CLONE_NEWNET)
            work()
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    return pid


def drain(events: int) -> None:
    """Takes the wire's events as fast as they come, as the supervisor does."""
    while os.read(events, 1 << 20):
        pass


def flood(seconds: float) -> None:
    """Sends the shortest frames, as fast as the kernel takes them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect((SERVER, 9))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(100):
                sender.send(PAYLOAD)


def count(report: int, ready: int) -> None:
    """Counts datagrams from the first until none has come for a while; writes frames per second."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
        sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        sink.bind((SERVER, 9))
        os.write(ready, b"r")
        sink.recv(100)
        received, first = 1, time.monotonic()
        last = first
        sink.settimeout(0.5)
        try:
            while True:
                sink.recv(100)
                received += 1
                if received % 100 == 0:
                    last = time.monotonic()
        except socket.timeout:
            os.write(report, struct.pack("d", received / max(last - first, 1e-9)))


def echo(ready: int) -> None:
    """Answers every byte of one connection with a byte."""
    with socket.create_server((SERVER, 7)) as listener:
        os.write(ready, b"r")
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while connection.recv(1):
            connection.send(b"x")


def ask(report: int) -> None:
    """Writes the median time of a byte there and back, in microseconds."""
    with socket.create_connection((SERVER, 7)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = []
        for _ in range(ROUND_TRIPS):
            before = time.perf_counter_ns()
            connection.send(b"x")
            connection.recv(1)
            times.append(time.perf_counter_ns() - before)
        os.write(report, struct.pack("d", statistics.median(times[WARM_UP:]) / 1000))


def measure(mode: str, seconds: float) -> dict:
    """Frames per second and round trip of one mode, in a box of its own."""
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            if os.geteuid() == 0:
                linux.become(300000 + os.getpid(), 300000 + os.getpid())
            os.environ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            os.write(write, json.dumps(measure_here(mode, seconds)).encode())
        except BaseException:
            traceback.print_exc()
        os._exit(0)  # the kernel ends the box's processes: their keeper dies with this one
    os.close(write)
    data = os.read(read, 4096)
    os.wait()
    os.close(read)
    return json.loads(data)


def measure_here(mode: str, seconds: float) -> dict:
    """In the process that owns the box."""
    client, server, events = open_hosts(mode)
    # Both files are opened before: a process that has entered a host does not come back.
    helpers = [] if events < 0 else [in_host(client, lambda: drain(events))]
    ready_read, ready = os.pipe()
    read, report = os.pipe()
    results = []
    for server_work, client_work in (
        (lambda: echo(ready), lambda: ask(report)),
        (lambda: count(report, ready), lambda: flood(seconds)),
    ):
        helpers.append(in_host(server, server_work))
        os.read(ready_read, 1)
        helpers.append(in_host(client, client_work))
        results.append(struct.unpack("d", os.read(read, 8))[0])
    for pid in helpers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return {"roundTripUs": results[0], "framesPerSecond": results[1]}


def main() -> None:
    """Medians of all rounds, then the two ratios that the aims are about."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    modes = ["direct", *WIRES]
    seen = {mode: [] for mode in modes}
    for _ in range(given.rounds):
        for mode in modes:
            seen[mode].append(measure(mode, given.seconds))
    figures = {
        mode: {name: statistics.median(each[name] for each in seen[mode]) for name in seen[mode][0]}
        for mode in modes
    }
    for mode in modes:
        print(json.dumps({"wire": mode, **{k: round(v, 1) for k, v in figures[mode].items()}}))
    for mode in ("recorded", "parsed"):
        ratio = figures[mode]["framesPerSecond"] / figures["bare"]["framesPerSecond"]
        added = figures[mode]["roundTripUs"] - figures["direct"]["roundTripUs"]
        print(
            json.dumps(
                {"ratio": mode, "ofBare": round(ratio, 3), "addedRoundTripUs": round(added, 1)}
            )
        )


if __name__ == "__main__":
    main()

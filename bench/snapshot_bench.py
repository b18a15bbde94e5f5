"""What one look at a host costs: its socket table with owners, tcp_info and timers; its counters.

    /usr/bin/python3 bench/snapshot_bench.py [--looks 300]

Prints one JSON line per figure, in microseconds of processor time, so that other work on the
machine counts little; the kernel answers within the call. The host is a network namespace made as
a box makes its own, with the sockets of two processes: small, as in a lab (a listener, two
connections with both their ends, a UDP socket, a pair of Unix sockets), and with 500 connections.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.environ.get("SUPERVISOR") or HERE + "/../sandbox/supervisor")

import counters  # noqa: E402
import linux  # noqa: E402
import processes  # noqa: E402
import sockets  # noqa: E402
import sysctl  # noqa: E402

FEW, MANY = 2, 500
AIM = 1000  # microseconds for the small host


class Here:
    """This process's own network as the supervisor's classes want a host."""

    name = "here"

    def __init__(self) -> None:
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind("\0steppers")

    @contextlib.contextmanager
    def inside(self):
        yield

    def socket(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        """A socket in the host's network."""
        return socket.socket(family, kind, protocol)


def enter_network() -> None:
    """A network namespace of this process's own, made from within one with small tables."""
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNET)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", "0 %d 1" % uid),
        ("gid_map", "0 %d 1" % gid),
    ):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)
    sysctl.small_tables()
    linux.unshare(linux.CLONE_NEWNET)
    linux.run(["ip", "link", "set", "lo", "up"], "")


def serve(connections: int) -> int:
    """A process with a listener and its accepted connections, and beside them two other kinds."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        listener = socket.create_server(("127.0.0.1", 3333), backlog=connections)
        held = [socket.socketpair(), socket.socket(type=socket.SOCK_DGRAM)]
        os.write(write, b"1")
        held += [listener.accept() for _ in range(connections)]
        os.write(write, b"2")
        signal.pause()
    os.read(read, 1)
    return pid


def connect(connections: int) -> int:
    """A process with the other ends of the connections."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        held = [socket.create_connection(("127.0.0.1", 3333)) for _ in range(connections)]
        os.write(write, b"1%d" % len(held))
        signal.pause()
    os.read(read, 1)
    return pid


def measure(looks: int, connections: int) -> tuple:
    """(microseconds of a look at the sockets, at the counters; rows)."""
    pids = [serve(connections), connect(connections)]
    try:
        host = Here()
        table, counter = sockets.HostSockets(host), counters.HostCounters(host)
        alive = [processes.Process(pid, 0, "here") for pid in pids]
        while sum(bool(row["owners"]) for row in table.rows(alive)) < 2 * connections + 4:
            time.sleep(0.001)
        costs = [timed(lambda: table.rows(alive)) for _ in range(looks)]
        counts = [timed(counter.read) for _ in range(looks)]
        return costs, counts, len(table.rows(alive))
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        host.listener.close()


def timed(work) -> float:
    began = time.process_time_ns()
    work()
    return (time.process_time_ns() - began) / 1000


def say(what: str, costs: list, **more) -> None:
    """One figure."""
    figure = {"what": what, "median": round(statistics.median(costs)), "least": round(min(costs))}
    print(json.dumps(dict(figure, unit="us", **more)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--looks", type=int, default=300)
    looks = parser.parse_args().looks
    enter_network()
    costs, counts, rows = measure(looks, FEW)
    say("sockets of a small host", costs, aim=AIM, rows=rows)
    say("counters of a host", counts)
    costs, _, rows = measure(max(10, looks // 10), MANY)
    say("sockets of a busy host", costs, rows=rows)


if __name__ == "__main__":
    main()

"""What the driver may ask of a box that stands; each method answers one command of the contract."""

from __future__ import annotations

import binascii
import os

import blocked
import datagrams
import dial
import listen
import network_change
import oom_kills
import processes
import sampling
import stepping
import watchdog
import wire_channel


class Refused(Exception):
    """A command that cannot be done: why in words, a code of faults.ts, an errno."""

    def __init__(self, why: str, code: str | None = None, errno: int | None = None) -> None:
        super().__init__(why)
        self.code = code
        self.errno = errno


class Commands:
    """Watches one box, and does what it is told."""

    def __init__(self, box, build: dict, loop, lines) -> None:
        self._box = box
        self._loop = loop
        self._lines = lines
        self._processes = processes.Processes(box.hosts)
        views = [host.views() for host in box.hosts]
        tables = [each.sockets for each in views]
        networks = [each.network for each in views if each.network is not None]
        counts = [each.counters for each in views if each.counters is not None]
        self._networks = {network.host.name: network for network in networks}
        self._sampler = sampling.Sampler(tables, networks, counts, self._processes, lines)
        self._stepping = stepping.Stepping(loop, lines, self._processes, self._heard)
        self._blocked = blocked.BlockedWatch(
            self._processes, lines, self._stepping.tasks, self._sampler.mark
        )
        kept = [each.memory for each in views]
        killed = oom_kills.OomKills(build["oomKills"])
        self._watchdog = watchdog.Watchdog(self._processes, lines, build["limits"], kept, killed)
        self._dialling = dial.Dialling(loop, lines)
        self._listening = listen.Listening(loop, lines, self._dialling)
        self._datagrams = datagrams.Datagrams(loop, lines)
        loop.tasks = [
            self._sampler, self._stepping, self._blocked, self._watchdog, self._dialling,
            self._datagrams,
        ]  # fmt: skip
        self._wire = None
        if box.wire is not None:
            self._wire = wire_channel.WireChannel(box.wire, loop, lines, self._happened)
        for host in box.hosts:
            self._stepping.listen(host.listener, host.name)
        for network in self._networks.values():
            loop.add(network.fileno(), lambda _events, network=network: self._changed(network))
        self._sampler.look()

    def do(self, command: dict) -> bool:
        """Carries out a command; False when its reply comes later. Refused when it cannot be."""
        method = getattr(self, "_" + command["type"].replace("-", "_"), None)
        if method is None:
            raise Refused("unknown command %s" % command["type"])
        return method(command) is not False

    def _happened(self) -> None:
        self._sampler.mark()
        self._blocked.mark()
        self._watchdog.mark()

    def _heard(self, program, task: str | None, kind: str) -> None:
        """A stepper told of something. Where a program stands, its sockets follow at once."""
        self._happened()
        self._blocked.moved(program.name, task)
        if kind == "line":
            self._lines.flush()
            self._sampler.look_at_sockets()

    def _watch(self, command: dict) -> None:
        host = self._host(command["host"])
        self._forget(self._processes.programs.get(command["program"]))
        try:
            program = processes.Program(command["program"], host, command["pid"])
        except OSError as error:
            raise Refused("no process %d: %s" % (command["pid"], error)) from error
        self._processes.programs[program.name] = program
        if program.helper_fd < 0:
            self._end(program)
            return
        self._loop.add(program.helper_fd, lambda _events: self._end(program))
        self._happened()
        self._stepping.run(0)

    def _ended(self, command: dict) -> None:
        program = self._processes.programs.get(command["program"])
        if program is not None and program.helper == command["pid"]:
            self._end(program)

    def _end(self, program) -> None:
        self._watchdog.tell_of_kernel(program.name)
        self._forget(program)
        self._happened()

    def _forget(self, program) -> None:
        if program is not None and self._processes.programs.get(program.name) is program:
            self._stepping.release(program)
            del self._processes.programs[program.name]
            self._blocked.forget(program.name)
            self._loop.remove(program.helper_fd)
            program.close()

    def _step(self, command: dict) -> None:
        if not self._stepping.step(command["program"], command.get("task"), command["how"]):
            raise Refused("%s is not paused" % _task(command), "not-paused")
        self._happened()

    def _pause(self, command: dict) -> None:
        if not self._stepping.pause(command["program"], command.get("task")):
            raise Refused("%s has no stepper" % _task(command), "no-stepper")

    def _breakpoints(self, command: dict) -> None:
        host = self._host(command["host"]).name
        self._stepping.break_at(command["program"], host, command["lines"])

    def _stop(self, command: dict) -> None:
        self._processes.kill_program(command["program"])
        self._happened()

    def _sample(self, command: dict) -> bool:
        self._sampler.look()
        # The wire may be behind: what is on a loopback passes without it.
        return self._wire is None or not self._wire.order(command)

    def _usage(self, _command: dict) -> None:
        self._processes.look()
        self._lines.event("usage", processes=self._processes.usage())

    def _changed(self, network) -> None:
        """A host's kernel told of a change in its network."""
        network.read_news()
        self._sampler.look_at_network(network)

    def _network_change(self, command: dict) -> None:
        wanted = command["change"]
        host = self._host(wanted["host"])
        if host.name not in self._networks:
            raise Refused("this machine's own network is not changed", "plain-box")
        try:
            network_change.change(host, wanted)
        except OSError as error:
            raise Refused(str(error.strerror), "change-refused", error.errno) from error
        self._changed(self._networks[host.name])
        self._happened()

    def _answer_to(self, command: dict):
        """Replies to a command later: a function of an errno, 0 for a success."""

        def answer(errno: int) -> None:
            error = os.strerror(errno) if errno else None
            self._lines.reply(command["id"], error, errno=errno or None)
            self._happened()

        return answer

    def _dial(self, command: dict) -> bool:
        host = self._host(command["host"])
        to = (command["address"], command["port"])
        answer, own = self._answer_to(command), command.get("ownPort", 0)
        self._dialling.dial(command["peer"], host, to, answer, own)
        return False

    def _dial_send(self, command: dict) -> None:
        data = binascii.a2b_base64(command["bytes"])
        self._refuse_on(self._dialling.send(command["peer"], data))

    def _dial_end(self, command: dict) -> None:
        self._refuse_on(self._dialling.end(command["peer"]))

    def _dial_close(self, command: dict) -> None:
        self._dialling.close(command["peer"], command["reset"])

    def _datagram_open(self, command: dict) -> None:
        host, local = self._host(command["host"]), _local_of(command)
        shared, options = command.get("shared", False), command.get("ipOptions", "")
        peer, options = command["peer"], binascii.a2b_base64(options)
        self._refuse_on(self._datagrams.open(peer, host, local, shared, options))

    def _datagram_send(self, command: dict) -> bool:
        data, to = binascii.a2b_base64(command["bytes"]), (command["address"], command["port"])
        self._datagrams.send(command["peer"], to, data, self._answer_to(command))
        return False

    def _datagram_close(self, command: dict) -> None:
        self._datagrams.close(command["peer"])

    def _listen(self, command: dict) -> None:
        host = self._host(command["host"])
        local, shared = _local_of(command), command.get("shared", False)
        self._refuse_on(self._listening.listen(command["listener"], host, local, shared))
        self._happened()

    def _unlisten(self, command: dict) -> None:
        self._listening.unlisten(command["listener"])
        self._happened()

    def _refuse_on(self, errno: int) -> None:
        if errno:
            raise Refused(os.strerror(errno), errno=errno)

    def _wire_set(self, command: dict) -> bool:
        return self._ordered(command)

    def _wire_frame(self, command: dict) -> bool:
        return self._ordered(command)

    def _ordered(self, command: dict) -> bool:
        """The reply follows when the wire has answered."""
        if self._wire is None:
            raise Refused("a plain box has no wire", "plain-box")
        if not self._wire.order(command):
            raise Refused(wire_channel.ENDED, "internal")
        return False

    def _host(self, name: str):
        try:
            return self._box.host(name)
        except KeyError:
            raise Refused("no host %s in this box" % name, "unknown-host") from None


def _local_of(command: dict) -> tuple:
    """Where a checker's socket is bound: every address and any port, unless it is said."""
    return (command.get("address", "0.0.0.0"), command.get("port", 0))


def _task(command: dict) -> str:
    return " ".join(filter(None, [command["program"], command.get("task")]))

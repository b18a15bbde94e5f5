"""A box for tests: starts the real supervisor, speaks its lines, and runs programs in its hosts.

    /usr/bin/python3 -m unittest discover -s tests/supervisor

As root every box runs under a uid of its own, otherwise under the tester's. `user` lets root
test what a normal user's server does: supervisor and helpers are started under that uid.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUPERVISOR = os.path.join(TREE, "sandbox", "supervisor")
TOOLS = os.path.join(TREE, "sandbox", "tools")
STEPPER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fake_stepper")
PYTHON = "/usr/bin/python3"
PATIENCE = 10  # seconds; only a failing test waits that long

# Wide apart: boxes of two runs at the same time must not share a uid.
_next_uid = [300000 + os.getpid() % 10000 * 256]


def host(name, address=None):
    """A host on link "lan", or with loopback only."""
    plugs = [] if address is None else [{"link": "lan", "addresses": [address + "/24"]}]
    return {"name": name, "interfaces": plugs, "routes": [], "forwards": False, "names": []}


def machine(name, plugs, routes=(), forwards=False, names=()):
    """A host of any form; `plugs` are (link, addresses), `routes` are (to, via)."""
    return {
        "name": name,
        "interfaces": [{"link": link, "addresses": list(each)} for link, each in plugs],
        "routes": [{"to": to, "via": via} for to, via in routes],
        "forwards": forwards,
        "names": list(names),
    }


PAIR = [host("client", "10.0.0.1"), host("server", "10.0.0.2")]
TRIO = PAIR + [host("other", "10.0.0.3")]
SOLO = [host("pc")]


def own_uid():
    """A uid that no other box uses."""
    if os.geteuid() != 0:
        return os.geteuid()
    _next_uid[0] += 1
    return _next_uid[0]


def started_by(user):
    """The beginning of a command line that a normal user would have typed; empty for the tester."""
    if user is None or os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", str(user), "--regid", str(user), "--clear-groups", "--"]


def supervisor_command(uid, stepper=STEPPER, kind="full"):
    """The command line that the driver starts a supervisor with."""
    main = os.path.join(SUPERVISOR, "main.py")
    uids = ["--uid", str(uid), "--gid", str(uid)]
    ours = ["--stepper", stepper, "--tools", TOOLS, "--box", kind]
    return [PYTHON, "-I", "-S", main] + uids + ours


class Box:
    """An open box; `lines` are all lines of the supervisor so far, parsed.

    `kind` is "full" or "plain"; `around` the beginning of a command line that the supervisor is
    started by, such as one that gives it a network for its machine.
    """

    def __init__(
        self,
        hosts,
        files=(),
        stepper=STEPPER,
        wire=None,
        user=None,
        kind="full",
        around=(),
        **limits,
    ):
        self.user = user
        self.uid = own_uid() if user is None or os.geteuid() != 0 else user
        self.lines = []
        self.raw = []
        self.helpers = []
        self._news = threading.Condition()
        self._id = 0
        self.process = subprocess.Popen(
            [*around, *started_by(user), *supervisor_command(self.uid, stepper, kind)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env={"PATH": "/usr/bin:/bin"},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        all_limits = {"memoryMb": 400, "cpuSeconds": 120, "processes": 64, "filesMb": 20}
        all_limits.update(limits)
        self.built = self.command(
            "build",
            network={"hosts": hosts},
            wire=wire or {"mode": "pass", "impairments": [], "rules": []},
            limits=all_limits,
            oomKills=None,
            files=[{"host": where, "name": name, "text": text} for where, name, text in files],
        )
        if self.built["error"] is not None:
            self.close()
            raise RuntimeError(self.built["error"])
        found = self.wait_for(lambda line: line["type"] == "hosts")
        self.pids = {each["name"]: each["pid"] for each in found["hosts"]}
        self.door = found["door"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _read(self):
        for text in self.process.stdout:
            line = json.loads(text)
            with self._news:
                self.raw.append(text)
                self.lines.append(line)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def send(self, kind, **fields):
        """Writes a command; its id."""
        self._id += 1
        line = dict(fields, type=kind, id=self._id)
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()
        return self._id

    def command(self, kind, **fields):
        """Writes a command and waits for its reply."""
        number = self.send(kind, **fields)
        return self.wait_for(lambda line: line["type"] == "reply" and line["id"] == number)

    def wait_for(self, match, after=0, patience=PATIENCE):
        """The first line from index `after` on that matches."""
        deadline = time.monotonic() + patience
        seen = after
        with self._news:
            while True:
                while seen < len(self.lines):
                    if match(self.lines[seen]):
                        return self.lines[seen]
                    seen += 1
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError("never came; last lines: %r" % self.lines[-5:])
                self._news.wait(left)

    def wait_event(self, kind, after=0, **fields):
        """The first event of a type with these field values."""
        return self.wait_for(
            lambda line: (
                line["type"] == kind
                and all(line.get(name) == value for name, value in fields.items())
            ),
            after,
        )

    def wait_row(self, where, after=0, **fields):
        """The first row with these values in any table of a host."""
        found = []

        def match(line):
            if line["type"] == "sockets" and line["host"] == where:
                found[:] = [row for row in line["sockets"] if has(row, fields)]
            return bool(found)

        self.wait_for(match, after)
        return found[0]

    def table(self, where):
        """The rows of a host as they are now."""
        self.command("sample")
        tables = [
            line for line in self.lines if line["type"] == "sockets" and line["host"] == where
        ]
        return tables[-1]["sockets"]

    def events(self, kind, **fields):
        return [line for line in self.lines if line["type"] == kind and has(line, fields)]

    def helper_command(self, where, argv, env=(), processes=64):
        """The command line that starts a program through the join helper."""
        plain = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/work", "LANG": "C.UTF-8"}
        plain.update(env)
        spec = {
            "supervisor": self.process.pid,
            "host": self.pids[where],
            "door": self.door,
            "uid": self.uid,
            "gid": self.uid,
            "argv": argv,
            "env": plain,
            "cwd": "/work",
            "processes": processes,
            "entrances": [],
        }
        join = os.path.join(SUPERVISOR, "join.py" if self.door is None else "plain_join.py")
        return started_by(self.user) + [PYTHON, "-I", "-S", join, json.dumps(spec)]

    def start(self, where, argv, program=None, **options):
        """Starts a program; with a name the supervisor is told to watch it."""
        if isinstance(argv, str):
            argv = ["python3", "-u", "-c", argv]
        helper = subprocess.Popen(
            self.helper_command(where, argv, **options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.helpers.append(helper)
        if program is not None:
            reply = self.command("watch", program=program, host=where, pid=helper.pid)
            assert reply["error"] is None, reply
        return helper

    def run(self, where, argv, program=None, stdin=b"", **options):
        """Runs a program to its end; (exit code, output)."""
        helper = self.start(where, argv, program, **options)
        output, _ = helper.communicate(stdin, timeout=PATIENCE * 3)
        return helper.returncode, output.decode("utf-8", "replace")

    def close(self):
        """Closes the box through its lifeline, and waits until the processes are gone."""
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
        code = self.process.wait(PATIENCE)
        for helper in self.helpers:
            helper.wait(PATIENCE)
            for pipe in (helper.stdin, helper.stdout):
                pipe.close()
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        return code


def has(record, fields):
    """Whether a record has these values; a callable is a condition, a missing field is None."""
    return all(
        value(record.get(name)) if callable(value) else record.get(name) == value
        for name, value in fields.items()
    )


def leftovers(uid):
    """Processes under a box's uid; one that has ended waits for the machine's init."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if _real_uid(name) == uid:
                    found.append(int(name))
            except OSError:
                pass
    return found


def _real_uid(pid):
    with open("/proc/%s/status" % pid) as status:
        lines = dict(line.split(":", 1) for line in status if ":" in line)
    return -1 if lines["State"].split()[0] == "Z" else int(lines["Uid"].split()[0])


def main_is_root():
    return os.geteuid() == 0 and sys.platform == "linux"

"""The join helper: enters a host of a box and becomes the parent of one learner's program there.

node-pty starts it with one argument, a JSON object; it stays outside of the host's pid namespace,
mirrors the program's end as its own, and takes the program along when the terminal hangs up.
All that the program may not have (capabilities, descriptors, environment, the server's uid) is
given up between fork and exec.

Every program waits for this one, so it loads little: of `json` and `signal` only their C parts,
because the modules load `re` and `enum`, and that took as long as all the rest.
"""

from __future__ import annotations

import _json
import _signal as signal  # pyright: ignore[reportMissingImports]
import fcntl
import os
import sys
import termios

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import limits  # noqa: E402  (the isolated interpreter has no script folder on its path)
import linux  # noqa: E402
import seccomp  # noqa: E402

CANNOT_START = 126  # what a shell answers for a program that was found but could not be started


class Plain:
    """Of JSON nothing but the standard: what json.decoder.JSONDecoder tells its scanner."""

    strict = True
    object_hook = object_pairs_hook = parse_constant = None
    parse_float, parse_int = float, int


def read_json(text: str) -> dict:
    """The object that the text is. What is none, and never came from the driver, raises."""
    scan = _json.make_scanner(Plain)  # pyright: ignore[reportArgumentType]
    return scan(text, 0)[0]


def fail(what: str, error: Exception) -> None:
    """Says in one line why no program runs, and ends."""
    os.write(2, ("join: %s: %s\r\n" % (what, error)).encode())
    os._exit(CANNOT_START)


def enter(supervisor: int, host: int) -> None:
    """Joins the host's namespaces.

    bubblewrap nests two user namespaces: the outer owns pid, ipc, uts and mount, the inner is the
    learner's. The order is the only one that an unprivileged user is permitted.
    """
    user = os.open("/proc/%d/ns/user" % supervisor, os.O_RDONLY)
    kinds = ("net", "ipc", "uts", "pid", "mnt", "user", "cgroup")
    of_host = {
        kind: os.open("/proc/%d/ns/%s" % (host, kind), os.O_RDONLY)
        for kind in kinds
        if os.path.exists("/proc/%d/ns/%s" % (host, kind))
    }
    linux.setns(user, linux.CLONE_NEWUSER)
    linux.setns(of_host["net"], linux.CLONE_NEWNET)
    linux.setns(linux.owning_user_namespace(of_host["ipc"]), linux.CLONE_NEWUSER)
    if "cgroup" in of_host:
        linux.setns(of_host["cgroup"], linux.CLONE_NEWCGROUP)
    for kind in ("ipc", "uts", "pid", "mnt"):
        linux.setns(of_host[kind])
    linux.setns(of_host["user"], linux.CLONE_NEWUSER)


def give_up_terminal() -> None:
    """Leaves the controlling terminal to the program, which makes it its own."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # TIOCNOTTY hangs up on its session's leader
    try:
        fcntl.ioctl(0, termios.TIOCNOTTY)
    except OSError:
        pass  # not a terminal, or not ours: nothing to give up
    # A hang-up from here on waits until there is a child to take along.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP, signal.SIGTERM])


def take_terminal() -> None:
    """In the child: makes the terminal its own, and dies with its parent."""
    os.setsid()
    linux.die_with_parent()
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def become_program(spec: dict) -> None:
    """In the child: gives up all but the terminal, and execs. Does not return."""
    os.chdir(spec["cwd"])
    os.umask(0o022)
    limits.limit_program(spec["processes"])
    linux.close_from(3)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.install_seccomp(seccomp.learner_filter())
    # Last of all: its capabilities are what keeps other programs of the host from tracing this one.
    linux.drop_capabilities()
    linux.execute(spec["argv"], spec["env"])


def enter_group(entrances: list) -> None:
    """Joins the box's control group, of which the program then sees no more than its top.

    By whose right the entrances were opened counts, not by whose they are used (cgroups(7)).
    """
    for entrance in entrances:
        os.write(entrance, b"0")
    if entrances:
        linux.unshare(linux.CLONE_NEWCGROUP)


def mirror_end(status: int) -> None:
    """Ends as the program did, so that node-pty reports the program's code or signal."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


def wait_for(child: int) -> None:
    """Waits for the program; a hang-up or request to end kills it first."""

    def kill_child(_number, _frame) -> None:
        os.kill(child, signal.SIGKILL)

    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, kill_child)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    linux.drop_capabilities()
    linux.close_from(0)  # or the terminal would not end with the program
    mirror_end(os.waitpid(child, 0)[1])


def stand_back() -> None:
    """Steps to where the kernel looks first when memory ends, and behind what people wait for."""
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    os.nice(5)


def prepare(spec: dict) -> None:
    """Steps back, and down from root."""
    stand_back()  # of root's hand the program cannot take it back
    linux.become(spec["uid"], spec["gid"])


def main() -> None:
    """Joins, forks, and waits; every failure is one line on stderr and exit code 126."""
    try:
        spec = read_json(sys.argv[1])
        entrances = [os.open(path, os.O_WRONLY) for path in spec["entrances"]]
        prepare(spec)
        enter(spec["supervisor"], spec["host"])
        give_up_terminal()
        child = os.fork()
    except Exception as error:
        fail("cannot enter the host", error)
    if child == 0:
        try:
            take_terminal()
            enter_group(entrances)
            become_program(spec)
        except Exception as error:
            fail("cannot start %s" % spec["argv"][:1], error)
    wait_for(child)


if __name__ == "__main__":
    main()

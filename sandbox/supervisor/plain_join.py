"""The join helper of a plain box: brings its terminal to the box's door and stays with it.

node-pty starts it with one argument, a JSON object, like join.py, whose parts these are; the
program is a child of the supervisor, to whom the terminal's other end is handed.
"""

from __future__ import annotations

import _signal as signal  # pyright: ignore[reportMissingImports]
import _socket
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import join  # noqa: E402  (the isolated interpreter has no script folder on its path)
import linux  # noqa: E402

KILLED = 9  # a status of wait(2)


def knock(path: str, text: str) -> _socket.socket:
    """Asks for the program, giving it what this process has for standard files: the terminal."""
    door = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    door.connect(path)
    files = struct.pack("iii", 0, 1, 2)
    door.sendmsg([text.encode()], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
    return door


def wait_for(door: _socket.socket) -> None:
    """Waits for the program's end; a hang-up or a request to end kills it first."""

    def kill_program(_number, _frame) -> None:
        door.shutdown(_socket.SHUT_WR)

    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, kill_program)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for fd in (0, 1, 2):  # or the terminal would not end with the program
        os.close(fd)
    said = door.recv(4)
    join.mirror_end(struct.unpack("i", said)[0] if len(said) == 4 else KILLED)


def main() -> None:
    """Knocks and waits; every failure is one line on stderr and exit code 126."""
    try:
        spec = join.read_json(sys.argv[1])
        join.stand_back()
        # It is under no filter: the box's programs must not write into its memory.
        linux.become(spec["uid"], spec["gid"], dumpable=False)
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
        join.give_up_terminal()
        door = knock(spec["door"], sys.argv[1])
    except Exception as error:
        join.fail("cannot enter the box", error)
    else:
        wait_for(door)


if __name__ == "__main__":
    main()

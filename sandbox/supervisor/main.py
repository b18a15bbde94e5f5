"""The supervisor: builds one box, watches it and obeys the driver, one JSON line at a time.

    python3 -I -S main.py --uid N --gid N --stepper DIR --tools DIR [--box plain]

Never real root beyond the first lines: a learner's process under root's uid, however few its
capabilities, could open /proc/sys/kernel/core_pattern for writing.
The contract of the lines is src/protocol/supervisor.ts.
"""

from __future__ import annotations

import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import box  # noqa: E402  (the isolated interpreter has no script folder on its path)
import linux  # noqa: E402
import plain_box  # noqa: E402
from supervisor import Supervisor  # noqa: E402

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def options(arguments: list) -> dict:
    """--name value pairs."""
    return {name.lstrip("-"): value for name, value in zip(arguments[::2], arguments[1::2])}


def read_sources(folder: str) -> dict:
    """Sources by relative path: after the uid is dropped they may be out of reach."""
    sources = {}
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(where, name)
                with open(path, encoding="utf-8") as file:
                    sources[os.path.relpath(path, folder)] = file.read()
    return sources


def main() -> None:
    """Runs until the driver closes the box, its end of stdin, or this process (SIGTERM)."""
    given = options(sys.argv[1:])
    ours = {name: read_sources(given[name]) for name in ("stepper", "tools")}
    linux.become(int(given["uid"]), int(given["gid"]))
    linux.die_with_parent()
    os.environ["PATH"] = PATH
    os.chdir("/")
    os.umask(0o022)
    is_plain = given.get("box") == "plain"
    supervisor = Supervisor(ours, plain_box.PlainBox if is_plain else lambda _loop: box.Box())
    # An exception, because a handler that only returned would not end the loop's waiting.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        supervisor.run()
    except BrokenPipeError:
        pass  # the driver is gone
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        supervisor.close()


if __name__ == "__main__":
    main()

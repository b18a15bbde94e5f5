"""What the process looks like from within: threads, descriptors, modules, warnings."""

import os
import sys
import threading

print([thread.name for thread in threading.enumerate()])
print(os.open("/dev/null", os.O_RDONLY))
print([name for name in ("socket", "json", "select", "enum") if name in sys.modules])
print(sys.getprofile(), sys.flags.no_site)
import socket  # noqa: E402

print(socket.socket().fileno(), socket.__spec__.loader.exec_module.__name__)
print(sys.getrecursionlimit())

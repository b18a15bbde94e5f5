"""Speaks the stepper's side of the channel as a test tells it on its command line.

Each argument is a JSON value to send, "wait" (print the next command from the supervisor),
"signal" (install the pause handler), "pause" (wait for its signal) or "read" (one line of stdin).
"""

import json
import signal
import socket
import sys
import threading
import time

channel = socket.socket(socket.AF_UNIX)
channel.connect("/run/sockscope/step.sock")
commands = channel.makefile("r")
paused = []
for word in sys.argv[1:]:
    if word == "wait":
        print(commands.readline(), end="", flush=True)
    elif word == "signal":
        signal.signal(signal.SIGRTMAX - 1, lambda *_: paused.append(True))
    elif word == "pause":
        while not paused:
            time.sleep(0.01)
        print("pause asked", flush=True)
    elif word == "read":
        sys.stdin.readline()
    elif word.startswith("raw:"):
        channel.sendall(word[4:].encode())
    else:
        event = json.loads(word)
        if event.get("at") == "now":
            event["at"] = time.monotonic_ns()
        if event.get("type") == "hello":
            event = {"thread": 1, "native": threading.get_native_id(), "name": "", **event}
        channel.sendall(json.dumps(event).encode() + b"\n")

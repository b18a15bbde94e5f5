"""Ctrl-C with a handler of one's own, then ignored, then as an exception in a nested call."""

import _thread
import os
import signal
import socket
import threading
import traceback


def handle(number, frame):
    print("handled", signal.Signals(number).name, frame is not None)


def wait():
    left, right = socket.socketpair()
    threading.Timer(0.02, os.kill, [os.getpid(), signal.SIGINT]).start()
    return right.recv(1)


signal.signal(signal.SIGINT, handle)
os.kill(os.getpid(), signal.SIGINT)
_thread.interrupt_main()
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    wait()
except KeyboardInterrupt as error:
    lines = traceback.extract_tb(error.__traceback__)
    # On a busy machine start() itself is interrupted: the library's part may differ.
    print([line.name for line in lines if line.filename == __file__])
try:
    with socket.socket() as sock:
        os.kill(os.getpid(), signal.SIGINT)
        sock.listen()
except KeyboardInterrupt:
    print("interrupted", sock.fileno())
raise SystemExit(5)

"""Ctrl-C arrives during a call and between lines; it is caught, printed, then ends the program."""

import os
import signal
import socket
import traceback

left, right = socket.socketpair()
main = os.getpid()


def interrupt_soon():
    signal.signal(signal.SIGALRM, lambda number, frame: os.kill(main, signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.02)


try:
    interrupt_soon()
    right.recv(10)
except KeyboardInterrupt:
    print("interrupted")
signal.signal(signal.SIGALRM, signal.SIG_DFL)


def expired(number, frame):
    raise RuntimeError("took too long")


signal.signal(signal.SIGALRM, expired)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    right.recv(10)
except RuntimeError:
    print(traceback.format_exc().count("File"))
raise KeyboardInterrupt

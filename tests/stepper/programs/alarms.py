"""Signals: a timer, masks, sigwait, a wake-up descriptor, handlers that call sockets."""

import os
import signal
import socket

left, right = socket.socketpair()
rings = []


def ring(number, frame):
    rings.append(signal.Signals(number).name)
    if len(rings) <= 3:
        left.send(b"r")
    signal.setitimer(signal.ITIMER_REAL, 0.005)  # a ring missed by pause() is followed by another


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.005)
print(b"".join(right.recv(1) for _ in range(3)))
while len(rings) < 4:
    signal.pause()
signal.signal(signal.SIGALRM, signal.SIG_IGN)  # a ring may have come and set the timer again
print(set(rings))

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending() == {signal.SIGUSR1}, signal.sigwait([signal.SIGUSR1]).name)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])

left.setblocking(False)
before = signal.set_wakeup_fd(left.fileno())
signal.signal(signal.SIGUSR2, lambda number, frame: None)
os.kill(os.getpid(), signal.SIGUSR2)
print(before, right.recv(1) == bytes([signal.SIGUSR2]))
signal.set_wakeup_fd(-1)
print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGTERM)

"""A long traceback through library code, callbacks and socket calls; then one that repeats."""

import functools
import socket
import traceback


def level(number):
    if number == 0:
        return list(map(dial, [("127.0.0.1", 1)]))
    return sorted([number], key=lambda value: level(value - 1))


def dial(address):
    return functools.reduce(lambda sock, step: step(sock), [lambda s: s.connect(address)], socket.socket())


def forever(number):
    return forever(number + 1)


try:
    level(5)
except OSError as error:
    summary = traceback.extract_tb(error.__traceback__)
    print(len(summary), [line.name for line in summary])
try:
    forever(0)
except RecursionError as error:
    print(type(error).__name__)
level(3)

"""Errors of socket calls, printed, logged, chained, re-raised; the last one ends the program."""

import logging
import socket
import traceback

# Port 1 (tcpmux) has no server on a machine of ours.
NOBODY = ("127.0.0.1", 1)


class NotReachable(Exception):
    pass


def dial():
    with socket.socket() as client:
        client.connect(NOBODY)


def dial_named():
    try:
        dial()
    except OSError as error:
        raise NotReachable("nobody there") from error


try:
    dial()
except ConnectionRefusedError:
    traceback.print_exc()
try:
    dial_named()
except NotReachable:
    logging.exception("could not dial")
try:
    try:
        dial()
    finally:
        print("cleaned up")
except OSError as error:
    print("".join(traceback.format_exception(type(error), error, error.__traceback__)), end="")
try:
    try:
        dial()
    except OSError as error:
        raise error
except OSError:
    print(traceback.format_exc(), end="")
print(socket.socket().connect_ex(NOBODY))
try:
    socket.create_connection(NOBODY)
except OSError:
    dial_named()

"""What ends a thread: an exception, one of a socket call, sys.exit, a hook of one's own."""

import socket
import sys
import threading
import traceback


def dial():
    with socket.socket() as client:
        client.connect(("127.0.0.1", 1))


def divide():
    return 1 / 0


def leave():
    sys.exit("nobody reads this")


def chain():
    try:
        dial()
    except OSError:
        traceback.print_exc()
        raise ValueError("no server") from None


def run(target):
    thread = threading.Thread(target=target, name=target.__name__)
    thread.start()
    thread.join()


for target in (dial, divide, leave, chain):
    run(target)


def hook(args):
    print(args.exc_type.__name__, args.thread.name, file=sys.stderr)
    print(len(traceback.extract_tb(args.exc_traceback)), file=sys.stderr)


threading.excepthook = hook
run(dial)
thread = threading.Thread(target=divide)
thread.start()
thread.join()
try:
    thread.start()
except RuntimeError:
    traceback.print_exc()
divide()

"""Threads begun by _thread: arguments, errors, exit, and what is wrong with the arguments."""

import _thread
import socket
import sys
import traceback

done = _thread.allocate_lock()
done.acquire()


def work(number, word="none"):
    left, right = socket.socketpair()
    left.sendall(word.encode())
    print(number, right.recv(10))
    done.release()


def fail():
    try:
        socket.socket().connect(("127.0.0.1", 1))
    finally:
        done.release()


class Plain:
    def __call__(self):
        done.release()
        _thread.exit()


def hook(args):
    lines = traceback.extract_tb(args.exc_traceback)
    print(args.exc_type.__name__, [line.name for line in lines], bool(args.err_msg))
    sys.stdout.flush()
    reported.release()


reported = _thread.allocate_lock()
reported.acquire()
sys.unraisablehook = hook
for args in ((work, (1,)), (work, (2,), {"word": "two"}), (Plain(), ())):
    _thread.start_new_thread(*args)
    done.acquire()
_thread.start_new_thread(fail, ())
done.acquire()
reported.acquire()
for args in ((), (work,), (1, ()), (work, [1]), (work, (), 3)):
    try:
        _thread.start_new_thread(*args)
    except TypeError as error:
        print(error)
        print(len(traceback.extract_tb(error.__traceback__)))

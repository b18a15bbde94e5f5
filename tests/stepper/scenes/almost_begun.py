"""A third thread that has its trace function already, and runs nothing yet until main lets it."""

import _thread
import sys
import threading
import types

traced, go = _thread.allocate_lock(), _thread.allocate_lock()
traced.acquire()
go.acquire()


def settrace(function, trace=sys.settrace, tell=traced.release, wait=go.acquire):
    trace(function)
    tell()
    wait()


def idle(until):
    until.wait()


def work():
    print("worked")


ended = threading.Event()
threading.Thread(target=idle, args=(ended,)).start()
threading._sys = types.SimpleNamespace(**{**vars(sys), "settrace": settrace})
thread = threading.Thread(target=work)
thread.start()
traced.acquire()
go.release()
thread.join()
ended.set()

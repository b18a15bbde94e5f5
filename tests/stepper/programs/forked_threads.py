"""Forks in a thread, and of a program with threads: only the thread that forks goes on."""

import os
import socket
import sys
import threading
import warnings

warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns, with the process id
stop = threading.Event()
idle = threading.Thread(target=stop.wait)
idle.start()


def divide():
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        left, right = socket.socketpair()
        left.sendall(b"x")
        print(threading.active_count(), threading.current_thread().name, right.recv(1))
        helper = threading.Thread(target=print, args=("helper",))
        helper.start()
        helper.join()
        sys.stdout.flush()
        os._exit(9)
    print(os.waitpid(child, 0)[1] >> 8, threading.active_count())


divide()
thread = threading.Thread(target=divide, name="forker")
thread.start()
thread.join()
stop.set()
idle.join()

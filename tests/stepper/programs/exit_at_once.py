"""os._exit: nothing is flushed, no atexit function runs, no thread is waited for."""

import atexit
import os
import socket
import threading

atexit.register(print, "never")
left, right = socket.socketpair()
threading.Thread(target=right.recv, args=(1,)).start()
print("lost in the buffer", end="")
os.write(1, b"written\n")
os._exit(8)

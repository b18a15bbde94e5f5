"""Threads with a queue, a lock, a condition; who they are, and how deep their stacks begin."""

import inspect
import queue
import socket
import threading

jobs = queue.Queue()
lock = threading.Lock()
total = 0


def worker():
    global total
    while (job := jobs.get()) is not None:
        with lock:
            total += job
        jobs.task_done()


class Echo(threading.Thread):
    def __init__(self, sock):
        super().__init__(name="echo")
        self.sock = sock

    def run(self):
        self.depth = len(inspect.stack())
        while data := self.sock.recv(100):
            self.sock.sendall(data.upper())
        self.sock.close()


crew = [threading.Thread(target=worker) for _ in range(3)]
for thread in crew:
    thread.start()
for number in range(10):
    jobs.put(number)
jobs.join()
for _ in crew:
    jobs.put(None)
for thread in crew:
    thread.join()
print(total, [thread.name for thread in crew], [thread.is_alive() for thread in crew])

near, far = socket.socketpair()
echo = Echo(far)
echo.start()
print(threading.active_count(), [thread.name for thread in threading.enumerate()])
for word in (b"one", b"two"):
    near.sendall(word)
    print(near.recv(100))
near.close()
echo.join()
print(echo.depth, echo.name, threading.current_thread() is threading.main_thread())
print(socket.socket().fileno())

"""Numbers of descriptors, as threads and children come and go; duplicates and passing them on."""

import os
import socket
import threading


def low():
    """Open descriptors below 100, but not the one that lists them."""
    return sorted(int(name) for name in os.listdir("/proc/self/fd") if int(name) < 100)[:-1]


numbers = []


def work():
    with socket.socket() as sock:
        numbers.append(sock.fileno())


print(low())
child = os.fork()
if child == 0:
    work()
    os._exit(numbers[-1])
print(os.waitpid(child, 0)[1] >> 8, low())
for _ in range(20):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(set(numbers), low())
left, right = socket.socketpair()
copy = left.dup()
print(copy.fileno(), os.dup(left.fileno()), low())
socket.send_fds(left, [b"take"], [right.fileno()])
data, fds, _, _ = socket.recv_fds(right, 10, 1)
print(data, fds, low())
os.closerange(3, 20)
print(low(), socket.socket().fileno())

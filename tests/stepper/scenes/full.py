import os
import resource
import socket
import threading

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
pairs = []


def work():
    right.sendall(b"x")


left, right = socket.socketpair()
null = os.open("/dev/null", os.O_RDONLY)
held = []
try:
    while True:
        held.append(os.dup(null))
except OSError:
    pass
thread = threading.Thread(target=work)
thread.start()
print(left.recv(1))
thread.join()
for fd in held:
    os.close(fd)

# Opens a hundred sockets and closes none, but may have 30 descriptors.
import resource
import socket

resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
opened = []
try:
    for _ in range(100):
        opened.append(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
finally:
    print('open:', len(opened))

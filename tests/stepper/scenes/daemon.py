import os
import socket

left, right = socket.socketpair()
os.closerange(3, 4096)
print(socket.socket().fileno())

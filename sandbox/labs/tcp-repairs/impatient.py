# Sends one word; its kernel may keep it unacknowledged for so long, then it gives up.
import socket

PATIENCE = 300  # milliseconds

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, PATIENCE)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hello')
sock.recv(1024)

# Will not wait: a non-blocking socket with nothing to read.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.setblocking(False)
print(sock.recv(100))

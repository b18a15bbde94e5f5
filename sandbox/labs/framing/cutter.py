# Sends two lines in pieces of so many bytes. TCP_NODELAY: each piece is a segment of its own.
import socket
import sys

size = int(sys.argv[1])
stream = '가나\n/end\n'.encode()

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for start in range(0, len(stream), size):
    sock.sendall(stream[start : start + size])

# Sends three words, each in a segment of its own.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
sock.connect(('10.0.0.2', 3333))
for word in (b'one', b'two', b'three'):
    sock.sendall(word)
sock.close()

# Sends two words, one right after the other.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.send(b'hello')
sock.send(b'world')
print(sock.recv(100))

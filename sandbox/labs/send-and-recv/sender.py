# Sends in two pieces and waits for an answer.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
print(sock.send(b'hello'))
print(sock.send(b'abc'))
print(sock.recv(100))

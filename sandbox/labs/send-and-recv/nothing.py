# Sends nothing, and asks for nothing.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
print(sock.send(b''))
print(sock.recv(0))

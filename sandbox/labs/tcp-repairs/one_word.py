# Sends one word, and waits for the other side to end.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hello')
sock.recv(1024)

# Sends one line and prints the answer.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hello\n')
print(sock.recv(100).decode(), end='')
sock.close()

# Says one thing and waits for an answer.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hello')
print('answer:', sock.recv(100))

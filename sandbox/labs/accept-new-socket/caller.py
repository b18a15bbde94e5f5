# Calls the server and stays on the line.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
print('connected')
answer = sock.recv(100)
print('heard', answer)

# Listens, and later reads what the first caller says.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen(2)

conn, peer = listener.accept()
print('first recv:', conn.recv(100))
print('second recv:', conn.recv(100))

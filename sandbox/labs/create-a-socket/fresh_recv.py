# Asks a socket for data that is connected to nobody.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
print('asking', sock.fileno())
print(sock.recv(100))

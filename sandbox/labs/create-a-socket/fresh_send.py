# Sends on a socket that is connected to nobody.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
print('sending on', sock.fileno())
print(sock.send(b'hello'))

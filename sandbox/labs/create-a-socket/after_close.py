# Uses a socket that it has closed.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.close()
print('sending on', sock.fileno())
print(sock.send(b'hello'))

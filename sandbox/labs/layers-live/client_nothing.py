# Connects, and sends no bytes at all.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
print('sent', sock.send(b''))
sock.close()

# Sends twice to a server that has hung up.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.send(b'1')
sock.send(b'2')

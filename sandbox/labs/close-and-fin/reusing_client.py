# Closes its socket and tries to connect with it again.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.close()
sock.connect(('10.0.0.2', 3333))

# Sends one reading over TCP.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 9999))
sock.sendall(b'reading 1')
sock.recv(1024)

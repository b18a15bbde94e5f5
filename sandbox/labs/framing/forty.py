# Sends forty letters, 120 bytes, and reads the echo.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(('가' * 40).encode())
print('echo:', sock.recv(200).decode())

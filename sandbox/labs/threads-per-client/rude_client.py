# Says one thing and leaves without reading the echo.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
sock.sendall(b'hi')
sock.close()

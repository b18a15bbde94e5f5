# Says one thing and leaves without reading the echo.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('localhost', 3333))
sock.sendall(b'hello')
sock.close()

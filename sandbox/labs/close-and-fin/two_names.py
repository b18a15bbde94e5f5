# One socket, two descriptors: the second is closed, then the first.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('10.0.0.2', 3333))
twin = sock.dup()
twin.close()
sock.close()

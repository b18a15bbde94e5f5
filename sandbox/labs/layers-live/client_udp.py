# Sends five bytes in one datagram, and one byte in another.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'hello', ('10.0.0.2', 3333))
sock.sendto(b'!', ('10.0.0.2', 3333))

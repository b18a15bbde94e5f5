# Sends 20 bytes in one datagram, then a second datagram.
import socket

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'abcdefghijklmnopqrst', SERVER)
sock.sendto(b'next', SERVER)

# Sends a datagram of no bytes, then one of five.
import socket

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'', SERVER)
sock.sendto(b'hello', SERVER)

# Sends one datagram to a port that nobody has.
import socket
from socket import AF_INET, SOCK_DGRAM

udp = socket.socket(AF_INET, SOCK_DGRAM)
udp.sendto(b'hello', ('10.0.0.2', 4444))
print('sent')

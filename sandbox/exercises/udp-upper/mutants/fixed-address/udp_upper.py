# udp_upper.py: answers every datagram on port 9999 with the same bytes, letters in upper case.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

data, first = sock.recvfrom(65535)
sock.sendto(data.upper(), first)

while True:
    data, sender = sock.recvfrom(65535)
    sock.sendto(data.upper(), first)

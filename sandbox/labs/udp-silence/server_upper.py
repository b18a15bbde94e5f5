# Answers every datagram in upper case.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

while True:
    data, sender = sock.recvfrom(1024)
    sock.sendto(data.upper(), sender)

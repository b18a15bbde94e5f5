# Sends each line that is typed as a datagram.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    text = input('text: ')
    sock.sendto(text.encode(), ('10.0.0.2', 9999))

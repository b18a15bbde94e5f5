# Sends fifty numbered readings, one right after the other.
import socket

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sent = 0
for number in range(1, 51):
    sock.sendto(b'reading %d' % number, SERVER)
    sent += 1
print('sent', sent)

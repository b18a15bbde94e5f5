# Sends three numbered readings, and hears of none.
import socket

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in (1, 2, 3):
    count = sock.sendto(b'reading %d' % number, SERVER)
    print('sent', count, 'bytes')

# Sends two datagrams to a port where nobody is.
import socket

NOBODY = ('10.0.0.2', 9998)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(2):
    count = sock.sendto(b'hello', NOBODY)
    print('sent', count, 'bytes')

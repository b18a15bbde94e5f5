# Sends one datagram of each size that stands on its command line.
import socket
import sys

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for size in sys.argv[1:]:
    data = b'x' * int(size)
    try:
        sock.sendto(data, SERVER)
        print('sent', size, 'bytes')
    except OSError as error:
        print(size, 'bytes:', error)

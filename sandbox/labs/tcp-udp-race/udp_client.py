# Sends the same messages over UDP.
import socket
import sys
import time

count, pause = int(sys.argv[1]), float(sys.argv[2])

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(1, count + 1):
    sock.sendto(b'%4d' % number, ('10.0.0.2', 9999))
    time.sleep(pause)
sock.close()

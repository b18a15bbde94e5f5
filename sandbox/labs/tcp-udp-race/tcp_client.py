# Sends numbered messages of four bytes over TCP: how many, and the seconds between two.
import socket
import sys
import time

count, pause = int(sys.argv[1]), float(sys.argv[2])

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # each at once
sock.connect(('10.0.0.2', 3333))
for number in range(1, count + 1):
    sock.sendall(b'%4d' % number)
    time.sleep(pause)
sock.close()

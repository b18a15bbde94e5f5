# A postbox on a port that it lets others have, too.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(('0.0.0.0', 9999))

while True:
    data, sender = sock.recvfrom(1024)
    print('received', data)

# Postbox that takes the largest datagram there is, and says how long each was.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

while True:
    data, sender = sock.recvfrom(65535)
    print('received', len(data), 'bytes')

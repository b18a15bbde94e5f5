# Postbox with a small slot: asks for 10 bytes at a time.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

while True:
    data, sender = sock.recvfrom(10)
    print('received', data)

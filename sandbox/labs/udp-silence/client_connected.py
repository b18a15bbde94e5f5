# A UDP socket with a peer: what the network says of that peer comes out of a call.
import socket

NOBODY = ('10.0.0.2', 9998)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(NOBODY)
for _ in range(3):
    try:
        count = sock.send(b'hello')
        print('sent', count, 'bytes')
    except ConnectionRefusedError as error:
        print(error)

# Sends one datagram and reads the answer, then sends two more.
import socket

SERVER = ('10.0.0.2', 9999)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b'hello', SERVER)
answer, sender = sock.recvfrom(1024)
print('answer', answer, 'from', sender)

sock.sendto(b'one', SERVER)
sock.sendto(b'two', SERVER)
sock.close()

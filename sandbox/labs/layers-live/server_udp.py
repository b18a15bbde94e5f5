# Prints two datagrams that arrive on port 3333.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 3333))

print('got', sock.recv(100))
print('got', sock.recv(100))

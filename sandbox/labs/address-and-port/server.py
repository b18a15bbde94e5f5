# A TCP server and a UDP receiver, both on port 3333.
import socket
from socket import AF_INET, SOCK_DGRAM, SOCK_STREAM

listener = socket.socket(AF_INET, SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
udp = socket.socket(AF_INET, SOCK_DGRAM)
udp.bind(('0.0.0.0', 3333))

one, peer = listener.accept()
print('one is', peer)
two, peer = listener.accept()
print('two is', peer)

print('one:', one.recv(100))
print('two:', two.recv(100))
print('udp:', udp.recv(100))

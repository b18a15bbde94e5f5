# A TCP server on one address of its machine.
import socket
from socket import AF_INET, SOCK_STREAM

listener = socket.socket(AF_INET, SOCK_STREAM)
listener.bind(('10.0.0.2', 3333))
listener.listen()
conn, peer = listener.accept()
print('called by', peer)

# A TCP server that can be called on its own machine only.
import socket
from socket import AF_INET, SOCK_STREAM

listener = socket.socket(AF_INET, SOCK_STREAM)
listener.bind(('127.0.0.1', 3333))
listener.listen()
conn, peer = listener.accept()
print('called by', peer)

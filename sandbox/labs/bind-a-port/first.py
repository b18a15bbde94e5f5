# Takes TCP port 5000 of 127.0.0.1 and keeps it.
import socket
from socket import AF_INET, SOCK_STREAM

sock = socket.socket(AF_INET, SOCK_STREAM)
print('before:', sock.getsockname())
sock.bind(('127.0.0.1', 5000))
print('after:', sock.getsockname())
input('Enter ends me: ')

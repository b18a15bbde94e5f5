# Runs beside the server and calls it by the loopback address.
import socket
from socket import AF_INET, SOCK_STREAM

tcp = socket.socket(AF_INET, SOCK_STREAM)
tcp.connect(('127.0.0.1', 3333))
print('connected')

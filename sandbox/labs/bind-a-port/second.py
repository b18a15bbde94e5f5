# Tries the same address, and then others.
import socket
from socket import AF_INET, SOCK_DGRAM, SOCK_STREAM

same = socket.socket(AF_INET, SOCK_STREAM)
try:
    same.bind(('127.0.0.1', 5000))
except OSError as error:
    print(error)

other = socket.socket(AF_INET, SOCK_STREAM)
other.bind(('127.0.0.2', 5000))
udp = socket.socket(AF_INET, SOCK_DGRAM)
udp.bind(('127.0.0.1', 5000))
any_port = socket.socket(AF_INET, SOCK_STREAM)
any_port.bind(('', 0))
print('any:', any_port.getsockname())
every = socket.socket(AF_INET, SOCK_STREAM)
every.bind(('0.0.0.0', 5000))

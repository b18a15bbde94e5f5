# Makes five sockets and sends nothing: which number does each one get?
import socket
from socket import AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_STREAM

tcp = socket.socket(AF_INET, SOCK_STREAM)
udp = socket.socket(AF_INET, SOCK_DGRAM)
tcp6 = socket.socket(AF_INET6, SOCK_STREAM)
unix = socket.socket(AF_UNIX, SOCK_STREAM)
print(tcp.fileno(), udp.fileno(), tcp6.fileno(), unix.fileno())

udp.close()
udp6 = socket.socket(AF_INET6, SOCK_DGRAM)
print('the new one:', udp6.fileno())

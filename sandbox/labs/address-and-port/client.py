# Says its name to port 3333, over TCP and then over UDP.
import socket
import sys
from socket import AF_INET, SOCK_DGRAM, SOCK_STREAM

SERVER = ('10.0.0.2', 3333)
name = sys.argv[1].encode()

tcp = socket.socket(AF_INET, SOCK_STREAM)
tcp.connect(SERVER)
tcp.sendall(name)

udp = socket.socket(AF_INET, SOCK_DGRAM)
udp.sendto(name, SERVER)
print('sent')

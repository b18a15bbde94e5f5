# Asks for an address of another machine.
import socket
from socket import AF_INET, SOCK_STREAM

sock = socket.socket(AF_INET, SOCK_STREAM)
sock.bind(('8.8.8.8', 5000))

# Gives bind two arguments.
import socket
from socket import AF_INET, SOCK_STREAM

sock = socket.socket(AF_INET, SOCK_STREAM)
sock.bind('127.0.0.1', 5000)

# Sends five bytes to port 3333 of the host on its command line, and reads the answer.
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((sys.argv[1], 3333))
sock.sendall(b'hello')
print('answer', sock.recv(100))

# Connects once and tells how it went.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect(('10.0.0.2', 3333))
except OSError as error:
    print(error)
else:
    print('connected')

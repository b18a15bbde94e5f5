# Tries to receive and to send on the listening socket.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen(5)

try:
    listener.recv(100)
except OSError as error:
    print('recv:', error)
try:
    listener.send(b'hello')
except OSError as error:
    print('send:', error)

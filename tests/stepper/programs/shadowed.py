"""The class name is overwritten by an object, as beginners do."""

from socket import socket

socket = socket()
socket.bind(("127.0.0.1", 0))
socket.listen()
with socket:
    print(socket.getsockname()[0])
try:
    socket.accept()
except OSError as error:
    print(error)
try:
    socket()
except TypeError as error:
    print(error)

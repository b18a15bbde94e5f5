# Listens without having bound.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.listen()
print(listener.getsockname())

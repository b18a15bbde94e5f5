# Tries to call somebody with the listening socket.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen(5)
listener.connect(('10.0.0.1', 3333))

# Binds, listens, and then sleeps: it never calls accept.
import socket
import time

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
print(listener.listen(5))
time.sleep(60)

# Listens, and closes the listening socket before it has accepted anybody.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen(2)

listener.close()
print('closed')

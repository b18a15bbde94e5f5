# ready.py: says READY at the moment from which a client can connect to port 3333.
# One line is missing: print('READY'), where it belongs, so that it is on the terminal at once.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()

conn, peer = listener.accept()
conn.close()
listener.close()

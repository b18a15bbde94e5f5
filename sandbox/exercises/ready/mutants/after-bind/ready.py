# ready.py: says READY at the moment from which a client can connect to port 3333.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
print('READY', flush=True)
listener.listen()

conn, peer = listener.accept()
conn.close()
listener.close()

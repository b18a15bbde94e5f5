# ready.py: says READY at the moment from which a client can connect to port 3333.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
print('READY', flush=True)

conn, peer = listener.accept()
conn.close()
listener.close()

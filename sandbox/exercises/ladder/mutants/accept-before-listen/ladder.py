# ladder.py: the whole ladder of a server on port 3333, from create to close, for one client.
# Put the lines in order. A line that still waits begins with "#: "; three of them are wrong.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
conn, peer = listener.accept(); listener.listen()
data = conn.recv(1024)
conn.sendall(data)
conn.close()
listener.close()

#: listener.listen()
#: listener.sendall(data)
#: listener.connect(('0.0.0.0', 3333))
#: conn, peer = listener.accept()

# ladder.py: the whole ladder of a server on port 3333, from create to close, for one client.
# Put the lines in order. A line that still waits begins with "#: "; three of them are wrong.
import socket

#: listener.listen()
#: listener.sendall(data)
#: conn.close()
#: listener.bind(('0.0.0.0', 3333))
#: conn, peer = listener.accept(); listener.listen()
#: conn.sendall(data)
#: listener.close()
#: listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
#: listener.connect(('0.0.0.0', 3333))
#: conn, peer = listener.accept()
#: listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
#: data = conn.recv(1024)

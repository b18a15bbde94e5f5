# Takes one connection on port 80 and says whose it is.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 80))
listener.listen()

conn, peer = listener.accept()
print('accepted', peer)
conn.close()
listener.close()

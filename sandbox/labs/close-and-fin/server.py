# Takes one client, closes the listening socket, and talks on.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()
listener.close()

print('first:', conn.recv(100))
print('then:', conn.recv(100))
conn.close()

# Greeter: says hello to the first program that connects.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
print('waiting')

conn, peer = listener.accept()
conn.sendall(b'hello from the server\n')
conn.close()
listener.close()
print('greeted', peer[0])

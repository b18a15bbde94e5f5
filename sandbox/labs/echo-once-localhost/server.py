# Echo server: one client, one message, then the end.
import socket
import time

HOST = 'localhost'
PORT = 3333

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((HOST, PORT))
listener.listen()
print('waiting on port', PORT)

conn, peer = listener.accept()
print('accepted', peer)

data = conn.recv(100)
text = data.decode()
print('received:', text)
conn.sendall(text.encode())

time.sleep(5)
listener.close()
print('the end')

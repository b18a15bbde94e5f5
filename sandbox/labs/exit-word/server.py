# Reads until the client says exit; so it was meant.
import socket

HOST = ''  # every address of this machine
PORT = 8888

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
print('socket created')
listener.bind((HOST, PORT))
print('bound')
listener.listen(10)
print('listening')

conn, peer = listener.accept()
print('connected with', peer)

while True:
    data = conn.recv(1024)
    if data == 'exit':
        break

conn.close()
listener.close()

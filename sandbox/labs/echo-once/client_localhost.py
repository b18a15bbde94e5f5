# Echo client: says one line and prints what comes back.
import socket

ADDRESS = ('localhost', 3333)

socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
socket.connect(ADDRESS)

text = input('msg: ')
socket.sendall(text.encode())

data = socket.recv(100)
print('echo:', data.decode())
socket.close()

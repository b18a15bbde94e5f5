# Echo client: says one line and prints what comes back.
import socket
import sys

HOST = sys.argv[1]
PORT = int(sys.argv[2])

conn = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
conn.connect((HOST, PORT))

text = input('msg: ')
conn.sendall(text.encode())

data = conn.recv(1024)
print('echo:', data.decode())
conn.close()

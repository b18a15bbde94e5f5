# Takes one caller, and prints what it reads until the caller has ended.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()
while data := conn.recv(1024):
    print('received', data)
conn.close()

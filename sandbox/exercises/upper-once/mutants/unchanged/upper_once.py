# upper_once.py: one client on port 3333 gets its bytes back with the ASCII letters in upper case.
import socket

HOST = '0.0.0.0'  # every address of this machine
PORT = 3333

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((HOST, PORT))
listener.listen()

conn, peer = listener.accept()

while data := conn.recv(1024):
    conn.sendall(data)

conn.close()
listener.close()

# Receives at most three bytes at a time.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

while chunk := conn.recv(3):
    print(chunk)

# Reads up to the end, then answers.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()
text = b''
while chunk := conn.recv(100):
    text += chunk
conn.sendall(text.upper())
conn.close()

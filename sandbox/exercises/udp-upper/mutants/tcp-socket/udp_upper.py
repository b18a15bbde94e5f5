# udp_upper.py: answers every datagram on port 9999 with the same bytes, letters in upper case.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(('0.0.0.0', 9999))

sock.listen()

while True:
    conn, sender = sock.accept()
    conn.sendall(conn.recv(65535).upper())
    conn.close()

# Prints the numbers that come over TCP. Four bytes are one message, wherever TCP has cut.
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('0.0.0.0', 3333))
listener.listen()
conn, peer = listener.accept()

stream, count = b'', 0
while data := conn.recv(1024):
    stream += data
    while len(stream) >= 4:
        number, stream = int(stream[:4]), stream[4:]
        count += 1
        print(number, end=' ', flush=True)
print('\nTCP:', count, 'messages')

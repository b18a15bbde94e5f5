# newest.py: keeps the newest reading of UDP port 9999, and counts what became of the others.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

newest = None
received = lost = late = duplicate = 0
while True:
    data, sender = sock.recvfrom(1024)
    if data == b'?':
        counts = f'received {received}, lost {lost}, late {late}, duplicate {duplicate}'
        sock.sendto(f'newest {newest}, {counts}'.encode(), sender)
        continue
    epoch, number, value = data.decode().split()

    # 1. As if nothing were ever lost, late or doubled. What does the number say?
    newest = value
    received += 1

    # 2. After 65535 comes 0. And when the epoch is a higher one, the sender has started anew.

# 3. When nothing has come for a second, print silent, and go on.

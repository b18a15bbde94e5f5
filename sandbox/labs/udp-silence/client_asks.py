# Asks, and asks again when no answer has come in time.
import socket

SERVER = ('10.0.0.2', 9999)
PATIENCE = None  # seconds; None waits for ever

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(PATIENCE)
for attempt in (1, 2):
    sock.sendto(b'hello', SERVER)
    try:
        answer, sender = sock.recvfrom(1024)
        print('answer', answer)
        break
    except TimeoutError:
        print('no answer to question', attempt)

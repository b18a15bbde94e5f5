# Prints the numbers that come over UDP. Nobody says goodbye: seconds of silence are the end.
import socket
import sys

silence = float(sys.argv[1])

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))

count = 0
try:
    while True:
        data, sender = sock.recvfrom(1024)
        sock.settimeout(silence)
        count += 1
        print(int(data), end=' ', flush=True)
except socket.timeout:
    print('\nUDP:', count, 'messages')

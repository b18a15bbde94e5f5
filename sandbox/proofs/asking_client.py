# How many times something crosses the wire, one after the other, by the clock. The wire of this
# lab is slower than the question's, for everything else to take no time beside it.
import socket
import sys
import time

PROTOCOL = sys.argv[1]
REQUESTS, CONNECTIONS, DELAY, SLOW = map(int, sys.argv[2:])
began = time.monotonic()
trips = 0


def count(what):
    """Adds the whole trips since the last time."""
    global began, trips
    now = time.monotonic()
    passed = round((now - began) * 1000 / SLOW)
    print(f'{what}: {(now - began) * 1000:.0f} ms, {passed} × {SLOW} ms')
    began = now
    trips += passed


for request in range(REQUESTS):
    if PROTOCOL == 'udp' and request == 0:
        client = socket.socket(type=socket.SOCK_DGRAM)
        client.connect(('10.0.0.2', 5000))
    elif PROTOCOL == 'tcp' and request % (REQUESTS // CONNECTIONS) == 0:
        client = socket.create_connection(('10.0.0.2', 5000))
        count('connect')
    client.send(b'request')
    client.recv(100)
    count('answer')
    if request == 0:
        print('=> first', trips * DELAY)
print('=> finish', trips * DELAY)

"""Length-prefixed JSON messages through a socket pair."""

import json
import socket
import struct

left, right = socket.socketpair()


def send_message(sock, value):
    body = json.dumps(value).encode()
    sock.sendall(struct.pack("!I", len(body)) + body)


def receive_exactly(sock, size):
    data = b""
    while len(data) < size:
        part = sock.recv(min(3, size - len(data)))
        if not part:
            raise EOFError("stream ended inside a message")
        data += part
    return data


def receive_message(sock):
    (size,) = struct.unpack("!I", receive_exactly(sock, 4))
    return json.loads(receive_exactly(sock, size))


send_message(left, {"name": "소켓", "numbers": [1, 2.5, None]})
print(receive_message(right))
left.close()
try:
    receive_message(right)
except EOFError as error:
    print("EOFError:", error)
right.close()

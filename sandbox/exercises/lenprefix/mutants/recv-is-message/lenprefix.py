import struct

LIMIT = 1 << 20


def send_msg(sock, text):
    body = text.encode()
    sock.sendall(struct.pack('>I', len(body)) + body)


def recv_msg(sock):
    data = sock.recv(4 + LIMIT)
    if not data:
        return None
    (length,) = struct.unpack('>I', data[:4])
    if length > LIMIT:
        raise ValueError
    return data[4:].decode()

import struct

LIMIT = 1 << 20


def send_msg(sock, text):
    body = text.encode()
    sock.sendall(struct.pack('>I', len(body)) + body)


def recv_msg(sock):
    header = read(sock, 4)
    if not header:
        return None
    if len(header) < 4:
        raise EOFError('the end inside a length')
    (length,) = struct.unpack('>I', header)
    if length > LIMIT:
        raise ValueError(f'a message of {length} bytes')
    body = sock.recv(length)
    return body.decode()


def read(sock, n):
    data = b''
    while len(data) < n:
        chunk = sock.recv(n - len(data))
        if not chunk:
            break
        data += chunk
    return data

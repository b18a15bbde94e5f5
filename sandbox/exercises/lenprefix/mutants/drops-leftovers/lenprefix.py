import struct

LIMIT = 1 << 20


def send_msg(sock, text):
    body = text.encode()
    sock.sendall(struct.pack('>I', len(body)) + body)


def recv_msg(sock):
    data = b''
    while len(data) < 4 or len(data) < 4 + struct.unpack('>I', data[:4])[0]:
        chunk = sock.recv(4096)
        if not chunk and not data:
            return None
        if not chunk:
            raise EOFError
        data += chunk
        if len(data) >= 4 and struct.unpack('>I', data[:4])[0] > LIMIT:
            raise ValueError
    (length,) = struct.unpack('>I', data[:4])
    return data[4:4 + length].decode()

# lenprefix.py: messages over TCP, each with its length in front.
import struct

LIMIT = 1 << 20  # bytes of a message, at most


def send_msg(sock, text):
    """Sends a text: its length in four bytes, the most significant first, then its UTF-8."""
    body = text.encode()
    sock.sendall(struct.pack('>I', len(body)) + body)


def recv_msg(sock):
    """The next text; None when the peer has ended before it begins."""
    header = read(sock, 4)
    if not header:
        return None
    if len(header) < 4:
        raise EOFError('the end inside a length')
    (length,) = struct.unpack('>I', header)
    if length > LIMIT:
        raise ValueError(f'a message of {length} bytes')
    body = read(sock, length)
    if len(body) < length:
        raise EOFError(f'the end after {len(body)} of {length} bytes')
    return body.decode()


def read(sock, n):
    """The next n bytes; fewer only when the peer has ended."""
    data = b''
    while len(data) < n:
        chunk = sock.recv(n - len(data))
        if not chunk:
            break
        data += chunk
    return data

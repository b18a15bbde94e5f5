# recv_exact.py: reads exactly n bytes from a connected TCP socket.


def recv_exact(sock, n):
    """The next n bytes; EOFError, with what has come as `partial`, if the peer ends before."""
    data = b''
    while len(data) < n:
        chunk = sock.recv(n - len(data))
        if not chunk:
            error = EOFError(f'{len(data)} of {n} bytes, then the end')
            error.partial = data
            raise error
        data += chunk
    return data

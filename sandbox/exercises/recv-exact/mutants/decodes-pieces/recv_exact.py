def recv_exact(sock, n):
    text = ''
    left = n
    while left > 0:
        chunk = sock.recv(left)
        if not chunk:
            error = EOFError()
            error.partial = text.encode()
            raise error
        text += chunk.decode()
        left -= len(chunk)
    return text.encode()

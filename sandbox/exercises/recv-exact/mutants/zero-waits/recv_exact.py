def recv_exact(sock, n):
    data = sock.recv(1)
    while len(data) < n:
        chunk = sock.recv(n - len(data))
        if not chunk:
            error = EOFError()
            error.partial = data
            raise error
        data += chunk
    return data

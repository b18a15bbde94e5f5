def recv_exact(sock, n):
    data = b''
    while len(data) < n:
        chunk = sock.recv(4096)
        if not chunk:
            error = EOFError()
            error.partial = data
            raise error
        data += chunk
    return data[:n]

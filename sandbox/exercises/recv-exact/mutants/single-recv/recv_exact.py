def recv_exact(sock, n):
    data = sock.recv(n)
    if len(data) == 0 and n > 0:
        error = EOFError()
        error.partial = data
        raise error
    return data

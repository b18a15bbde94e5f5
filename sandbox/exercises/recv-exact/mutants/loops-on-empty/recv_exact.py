def recv_exact(sock, n):
    data = b''
    while len(data) < n:
        data += sock.recv(n - len(data))
    return data

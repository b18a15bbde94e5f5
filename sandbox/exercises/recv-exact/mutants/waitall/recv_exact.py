import socket


def recv_exact(sock, n):
    return sock.recv(n, socket.MSG_WAITALL)

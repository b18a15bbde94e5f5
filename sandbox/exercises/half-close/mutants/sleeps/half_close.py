# half_close.py: sends a whole file, says that this was all, and then reads the whole answer.
import socket
import time


def ask(host, port, path):
    """The answer of the server at host and port to the bytes of the file at path."""
    with socket.create_connection((host, port)) as sock, open(path, 'rb') as file:
        sock.sendfile(file)
        time.sleep(1)
        parts = []
        while part := sock.recv(65536):
            parts.append(part)
        return b''.join(parts)

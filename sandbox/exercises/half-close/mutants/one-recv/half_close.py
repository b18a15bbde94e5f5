# half_close.py: sends a whole file, says that this was all, and then reads the whole answer.
import socket


def ask(host, port, path):
    """The answer of the server at host and port to the bytes of the file at path."""
    with socket.create_connection((host, port)) as sock, open(path, 'rb') as file:
        sock.sendfile(file)
        sock.shutdown(socket.SHUT_WR)  # FIN: no more from here, but we still listen
        return sock.recv(65536)

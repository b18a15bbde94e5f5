# pick_port.py: binds the first port of a list that is free.
import errno
import socket


def bind_first_free(ip, ports):
    """A TCP socket bound to ip and the first free port, and that port; OSError if none is."""
    for port in ports:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.bind((ip, port))
            sock.close()
            return sock, port
        except OSError as error:
            sock.close()
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, 'none of the ports is free')

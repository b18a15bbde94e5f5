# fdcount.py: how many TCP sockets can still be opened?
import errno
import socket


def open_until_full():
    """The number of sockets that this process can still open; none of them stays open."""
    opened = []
    try:
        while True:
            opened.append(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    except OSError as error:
        if error.errno != errno.EMFILE:
            raise
        return len(opened)
    finally:
        for sock in opened:
            sock.close()

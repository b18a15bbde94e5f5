# linebuf.py: takes lines out of a connected TCP socket, however the stream is cut.


class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit

    def readline(self):
        """The next line as bytes, without its newline; None when the peer ended before it."""
        return self.sock.recv(1024)

# linebuf.py: takes lines out of a connected TCP socket, however the stream is cut.


class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit
        self.rest = b''  # what has come behind the last line

    def readline(self):
        """The next line as bytes, without its newline; None when the peer ended before it."""
        while b'\n' not in self.rest and len(self.rest) <= self.limit:
            chunk = self.sock.recv(4096)
            if not chunk and self.rest:
                raise EOFError(f'the end, {len(self.rest)} bytes into a line')
            if not chunk:
                return None
            self.rest += chunk
        line, _, rest = self.rest.partition(b'\n')
        if len(line) > self.limit:
            raise ValueError(f'a line of more than {self.limit} bytes')
        self.rest = rest
        return line

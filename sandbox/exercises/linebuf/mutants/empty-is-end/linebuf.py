class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit
        self.rest = b''

    def readline(self):
        while b'\n' not in self.rest:
            if len(self.rest) > self.limit:
                raise ValueError
            chunk = self.sock.recv(4096)
            if not chunk:
                if self.rest:
                    raise EOFError
                return None
            self.rest += chunk
        line, _, rest = self.rest.partition(b'\n')
        if len(line) > self.limit:
            raise ValueError
        self.rest = rest
        return line or None

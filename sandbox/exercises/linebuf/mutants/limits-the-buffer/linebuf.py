class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit
        self.rest = b''

    def readline(self):
        while b'\n' not in self.rest:
            chunk = self.sock.recv(4096)
            if not chunk:
                if self.rest:
                    raise EOFError
                return None
            self.rest += chunk
            if len(self.rest) > self.limit:
                raise ValueError
        line, self.rest = self.rest.split(b'\n', 1)
        return line

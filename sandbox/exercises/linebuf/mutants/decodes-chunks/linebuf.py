class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit
        self.rest = ''

    def readline(self):
        while '\n' not in self.rest:
            if len(self.rest.encode()) > self.limit:
                raise ValueError
            chunk = self.sock.recv(4096).decode()
            if not chunk:
                if self.rest:
                    raise EOFError
                return None
            self.rest += chunk
        line, self.rest = self.rest.split('\n', 1)
        if len(line.encode()) > self.limit:
            raise ValueError
        return line.encode()

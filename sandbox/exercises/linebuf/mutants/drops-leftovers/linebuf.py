class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit

    def readline(self):
        data = b''
        while b'\n' not in data:
            chunk = self.sock.recv(4096)
            if not chunk:
                if data:
                    raise EOFError
                return None
            data += chunk
            if len(data) > self.limit and b'\n' not in data[:self.limit + 1]:
                raise ValueError
        return data.split(b'\n')[0]

/** What learners hand in for echo_once.py, right and wrong. */

const opening = `import socket
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 3333))
listener.listen()
`;

/** Different, and right: the exercise does not ask how. */
export const right = {
  'one recv': `${opening}conn, peer = listener.accept()
conn.sendall(conn.recv(1024))
conn.close()
listener.close()
`,
  'one recv, answered at the end of the file by the interpreter': `${opening}conn, peer = listener.accept()
conn.send(conn.recv(4096))
`,
  'a loop that collects until the end, then answers': `${opening}conn, peer = listener.accept()
parts = []
while True:
    part = conn.recv(7)
    if not part:
        break
    parts.append(part)
conn.sendall(b''.join(parts))
listener.close()
conn.close()
`,
  'with statements, create_server, and a listener closed first': `import socket
with socket.create_server(('', 3333)) as listener:
    conn, _ = listener.accept()
with conn:
    while chunk := conn.recv(1):
        conn.sendall(chunk)
`,
  'its own address, without SO_REUSEADDR': `import socket
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(('10.0.0.2', 3333))
listener.listen(1)
print('ready', flush=True)
conn, peer = listener.accept()
data = conn.recv(1024)
print('from', peer, data, '안녕')
if data:
    conn.sendall(data)
conn.shutdown(socket.SHUT_RDWR)
conn.close()
listener.close()
`,
  'IPv6 and IPv4 on one socket': `import socket
with socket.create_server(('', 3333), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
    conn, peer = listener.accept()
    with conn:
        conn.sendall(conn.recv(1024))
`,
  socketserver: `import socketserver

class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(1024))

with socketserver.TCPServer(('', 3333), Echo) as server:
    server.handle_request()
`,
  'a main function and a file object': `import socket

def main():
    with socket.socket() as listener:
        listener.bind(('', 3333))
        listener.listen()
        conn, _ = listener.accept()
        with conn, conn.makefile('rwb') as stream:
            stream.write(stream.read())

if __name__ == '__main__':
    main()
`,
};

/** Wrong in a way of its own: what the first failing check must say. */
export const wrong = {
  'a syntax error': {
    text: 'import socket\nprint("a"\n',
    first: { id: 'ascii', verdict: { kind: 'crashed', evidence: { line: 2 } }, causes: [] },
    says: /SyntaxError/,
  },
  "Python 2's print": {
    text: 'import socket\nprint "hello"\n',
    first: { id: 'ascii', verdict: { kind: 'crashed', evidence: { line: 2 } }, causes: ['python-2'] },
    says: /Missing parentheses/,
  },
  'ends at once': {
    text: "print('done')\n",
    first: {
      id: 'ascii',
      verdict: { kind: 'failed', wanted: 'LISTEN on port 3333', saw: 'no LISTEN, exit code 0' },
      causes: ['never-listens'],
      output: 'done\n',
    },
    says: /no LISTEN/,
  },
  'listens on another port': {
    text: opening.replace('3333', '3334').concat('conn, peer = listener.accept()\n'),
    first: {
      id: 'ascii',
      verdict: { kind: 'failed', saw: 'LISTEN on 0.0.0.0:3334' },
      causes: ['other-port'],
    },
    says: /3334/,
  },
  'accept before listen': {
    text: opening.replace('listener.listen()\n', '').concat('conn, peer = listener.accept()\n'),
    first: { id: 'ascii', verdict: { kind: 'crashed', evidence: { line: 5 } }, causes: ['never-listens'] },
    says: /Errno 22/,
  },
  'a UDP socket': {
    text: "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(('', 3333))\ns.sendto(*s.recvfrom(1024))\n",
    first: { id: 'ascii', verdict: { kind: 'timed-out' }, causes: ['udp-socket'] },
    says: /recvfrom/,
  },
  'never listens and never ends': {
    text: 'while True:\n    pass\n',
    first: { id: 'ascii', verdict: { kind: 'timed-out', blockedIn: null }, causes: ['never-listens'] },
    says: /timed-out/,
  },
  'reads for ever': {
    text: `${opening}conn, peer = listener.accept()
data = b''
while True:
    data += conn.recv(1024)
conn.sendall(data)
`,
    first: { id: 'ascii', verdict: { kind: 'timed-out' }, causes: ['waits-for-more', 'no-answer'] },
    says: /timed-out/,
  },
  'never accepts': {
    text: `${opening}import time\ntime.sleep(60)\n`,
    first: { id: 'ascii', verdict: { kind: 'timed-out' }, causes: ['no-answer'] },
    says: /"blockedIn":"sleep"/,
  },
  'answers with something added': {
    text: `${opening}conn, peer = listener.accept()\nconn.sendall(conn.recv(1024) + b'!')\n`,
    first: { id: 'ascii', verdict: { kind: 'failed', caret: 7 }, causes: ['too-many-bytes'] },
    says: /1 too many/,
  },
  'answers with something else': {
    text: `${opening}conn, peer = listener.accept()\nconn.sendall(conn.recv(1024).upper())\n`,
    first: { id: 'ascii', verdict: { kind: 'failed', caret: 2 }, causes: ['bytes-changed'] },
    says: /HELLO/,
  },
  'ends with another code': {
    text: `${opening}conn, peer = listener.accept()\nconn.sendall(conn.recv(1024))\nraise SystemExit(3)\n`,
    first: { id: 'silent', verdict: { kind: 'failed', saw: 'exit code 3' }, causes: ['exit-code'] },
    says: /exit code 0/,
  },
};

/**
 * Programs as blogs and textbooks print them, put to an exercise that they were not written for. None was
 * changed to please a check: a port, and what each says on its terminal, is all that they have of ours.
 */

/** An echo of many clients: right for echo-loop but for what a check of it asks, if anything. */
export const echoServers: Record<string, { text: string; fails: string | null }> = {
  'a thread for each client': {
    fails: 'end',
    text: `import socket
import threading

HOST = ''
PORT = 3333

def handle(conn, addr):
    print(f'[새 연결] {addr} 접속')
    with conn:
        while True:
            try:
                data = conn.recv(1024)
            except ConnectionResetError:
                print('[오류] 연결이 끊겼습니다')
                break
            if not data:
                break
            print('받은 데이터:', data)
            conn.sendall(data)
    print(f'[연결 종료] {addr}')

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((HOST, PORT))
server.listen(5)
print('서버가 시작되었습니다. 클라이언트를 기다립니다...')
while True:
    conn, addr = server.accept()
    threading.Thread(target=handle, args=(conn, addr), daemon=True).start()
`,
  },
  'a fork for each client': {
    fails: null,
    text: `import os, signal, socket, sys

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("0.0.0.0", 3333))
s.listen(10)
print("Echo server listening on port 3333")
while 1:
    conn, addr = s.accept()
    pid = os.fork()
    if pid == 0:
        s.close()
        print("Connection from", addr)
        try:
            while 1:
                data = conn.recv(4096)
                if not data: break
                conn.send(data)
                if data == b"/end": break
        except OSError as e:
            print("error:", e)
        conn.close()
        os._exit(0)
    else:
        conn.close()
`,
  },
  selectors: {
    fails: null,
    text: `import selectors
import socket

sel = selectors.DefaultSelector()

def accept(sock, mask):
    conn, addr = sock.accept()  # Should be ready
    print('accepted', conn, 'from', addr)
    conn.setblocking(False)
    sel.register(conn, selectors.EVENT_READ, read)

def read(conn, mask):
    try:
        data = conn.recv(1000)  # Should be ready
    except ConnectionResetError:
        data = b''
    if data:
        print('echoing', repr(data), 'to', conn)
        conn.send(data)  # Hope it won't block
    if not data or data == b'/end':
        print('closing', conn)
        sel.unregister(conn)
        conn.close()

sock = socket.socket()
sock.bind(('0.0.0.0', 3333))
sock.listen(100)
sock.setblocking(False)
sel.register(sock, selectors.EVENT_READ, accept)

while True:
    events = sel.select()
    for key, mask in events:
        callback = key.data
        callback(key.fileobj, mask)
`,
  },
  asyncio: {
    fails: null,
    text: `import asyncio

async def handle_echo(reader, writer):
    addr = writer.get_extra_info('peername')
    try:
        while data := await reader.read(100):
            print(f"Received {data!r} from {addr!r}")
            writer.write(data)
            await writer.drain()
            if data == b'/end':
                break
    except ConnectionResetError:
        print("Connection lost")
    print("Close the connection")
    writer.close()

async def main():
    server = await asyncio.start_server(handle_echo, '0.0.0.0', 3333)
    addrs = ', '.join(str(sock.getsockname()) for sock in server.sockets)
    print(f'Serving on {addrs}')
    async with server:
        await server.serve_forever()

asyncio.run(main())
`,
  },
  'socketserver, which prints a traceback of a reset and goes on': {
    fails: null,
    text: `import socketserver

class EchoHandler(socketserver.BaseRequestHandler):
    def handle(self):
        print('클라이언트 접속:', self.client_address[0])
        while True:
            data = self.request.recv(1024)
            if not data:
                return
            self.request.sendall(data)
            if data.strip() == b'/end':
                return

class ThreadedServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True

with ThreadedServer(('', 3333), EchoHandler) as server:
    server.serve_forever()
`,
  },
  'select, with lists': {
    fails: 'reset',
    text: `import select
import socket

server = socket.socket()
server.bind(('', 3333))
server.listen()
inputs = [server]
while inputs:
    readable, _, _ = select.select(inputs, [], [])
    for s in readable:
        if s is server:
            conn, address = s.accept()
            inputs.append(conn)
        else:
            data = s.recv(1024)
            if data:
                s.sendall(data)
            if not data or data == b'/end':
                inputs.remove(s)
                s.close()
`,
  },
};

const ECHO_ONCE = `s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind((host, port))
s.listen(1)
print('연결을 기다리는 중...')
conn, addr = s.accept()
print('Connected by', addr)
data = conn.recv(1024)
conn.sendall(data)
conn.close()
s.close()
`;

/** One client, and where it listens is asked of somebody. */
export const asking: Record<string, string> = {
  'the port is typed': `import socket
host = ''
port = int(input('포트 번호를 입력하세요: '))
${ECHO_ONCE}`,
  'address and port are typed': `import socket
host = input("Enter host (IP): ")
port = int(input("Enter port: "))
${ECHO_ONCE}`,
  'any key begins': `import socket
host, port = '0.0.0.0', 3333
input('Press Enter to start the server...')
${ECHO_ONCE}`,
  'the port is an argument': `import socket
import sys
host = ''
port = int(sys.argv[1])
${ECHO_ONCE}`,
  'address and port are arguments, with a usage line': `import socket
import sys
if len(sys.argv) != 3:
    print('usage: %s <host> <port>' % sys.argv[0])
    sys.exit(1)
host = sys.argv[1]
port = int(sys.argv[2])
${ECHO_ONCE}`,
};

/** Source of Python 2, each meeting another thing that is gone. */
export const python2: Record<string, string> = {
  'print as a statement': `import socket
s = socket.socket()
s.bind(('', 3333))
s.listen(1)
conn, addr = s.accept()
print 'Connected by', addr
while 1:
    data = conn.recv(1024)
    if not data: break
    conn.send(data)
conn.close()
`,
  'the old except': `import socket, sys
try:
    s = socket.socket()
except socket.error, msg:
    sys.exit(1)
s.bind(('', 3333))
`,
  SocketServer: `import SocketServer

class Echo(SocketServer.BaseRequestHandler):
    def handle(self):
        self.request.send(self.request.recv(1024))

SocketServer.TCPServer(('', 3333), Echo).serve_forever()
`,
  raw_input: `import socket
port = int(raw_input())
socket.socket().bind(('', port))
`,
};

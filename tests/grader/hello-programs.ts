/** What learners hand in for hello.py, right and wrong. */

const opening = `import socket
sock = socket.socket()
sock.connect(('server', 3333))
`;
const said = `${opening}sock.sendall(b'hello from Ada\\n')\n`;
const answered = `${said}print(sock.recv(1024).decode(), end='')\n`;

/** Different, and right: the exercise does not ask how. */
export const right = {
  'send, and nothing closed': `${opening}sock.send('hello from Ada\\n'.encode('utf-8'))
print(sock.recv(100))
`,
  'a with statement, create_connection, and a name with blanks': `import socket
with socket.create_connection(('10.0.0.2', 3333)) as sock:
    sock.sendall('hello from 김 철수 🙂\\n'.encode())
    print(sock.recv(1024).decode())
`,
  'closed at once, the answer unread': `${said}sock.close()\n`,
  'closed late': `${answered}import time\ntime.sleep(0.5)\nsock.close()\n`,
  'half closed, and read to the end': `${said}sock.shutdown(socket.SHUT_WR)
while sock.recv(7):
    pass
sock.close()
`,
  'in pieces': `${opening}import time
for part in ('hello from ', 'A', 'da', '\\n'):
    sock.sendall(part.encode())
    time.sleep(0.2)
print(sock.recv(1024))
`,
  'a file object and a main function': `import socket

def main():
    name = '지민'
    with socket.create_connection(('server', 3333)) as sock, sock.makefile('rw', encoding='utf-8') as stream:
        print('hello from', name, file=stream, flush=True)
        print(stream.readline())

if __name__ == '__main__':
    main()
`,
  'talkative, with a time limit and an exit code of its own': `${opening}sock.settimeout(5)
print('안녕' * 1000)
sock.sendall('hello from me\\n'.encode())
print(sock.recv(1024))
raise SystemExit(3)
`,
  asyncio: `import asyncio

async def main():
    reader, writer = await asyncio.open_connection('server', 3333)
    writer.write('hello from Ada\\n'.encode())
    await writer.drain()
    print(await reader.readline())
    writer.close()

asyncio.run(main())
`,
};

const refused = opening.replace('3333', '3334');

/** Wrong in a way of its own: what the first failing check must say. */
export const wrong = {
  'a syntax error': {
    text: `${opening}sock.sendall('hello from Ada\\n'.encode()\n`,
    first: { id: 'greeting', verdict: { kind: 'crashed', evidence: { line: 4 } }, causes: [] },
    says: /SyntaxError/,
  },
  'a bytes literal with Korean': {
    text: `${opening}sock.sendall(b'hello from 지민\\n')\n`,
    first: { id: 'greeting', verdict: { kind: 'crashed' }, causes: ['ascii-only'] },
    says: /ASCII literal/,
  },
  'ASCII for a name that has other letters': {
    text: `${opening}sock.sendall('hello from 지민\\n'.encode('ascii'))\n`,
    first: { id: 'greeting', verdict: { kind: 'crashed', evidence: { line: 4 } }, causes: ['ascii-only'] },
    says: /UnicodeEncodeError/,
  },
  'ends at once': {
    text: "print('hello from Ada')\n",
    first: {
      id: 'greeting',
      verdict: { kind: 'failed', wanted: 'a connection to port 3333', saw: 'none, exit code 0' },
      causes: ['never-connects'],
      output: 'hello from Ada\n',
    },
    says: /# on server: nc -l 3333/,
  },
  'never connects and never ends': {
    text: 'while True:\n    pass\n',
    first: { id: 'greeting', verdict: { kind: 'timed-out', blockedIn: null }, causes: ['never-connects'] },
    says: /timed-out/,
  },
  'a refusal that it catches': {
    text: `try:\n    ${refused.replaceAll('\n', '\n    ')}\nexcept OSError as error:\n    print(error)\n`,
    first: {
      id: 'greeting',
      verdict: { kind: 'failed', saw: 'none (ECONNREFUSED), exit code 0', evidence: { line: 4 } },
      causes: ['nobody-listens'],
    },
    says: /"call":"connect\(fd \d\)","callSeq":\d+,"frame":"RST, ACK 3334 → \d+"/,
  },
  'its own host': {
    text: said.replace('server', 'localhost'),
    first: {
      id: 'greeting',
      verdict: { kind: 'crashed', evidence: { line: 3 } },
      causes: ['nobody-listens'],
    },
    says: /"RST, ACK 3333 → \d+"/,
  },
  'an address that no host has': {
    text: said.replace('server', '10.0.0.9'),
    first: {
      id: 'greeting',
      verdict: { kind: 'timed-out', blockedIn: 'connect at line 3' },
      causes: ['nobody-answers'],
    },
    says: /ARP who-has 10\.0\.0\.9/,
  },
  'a UDP socket': {
    text: said.replace('socket.socket()', 'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)'),
    first: { id: 'greeting', verdict: { kind: 'failed' }, causes: ['never-connects'] },
    says: /UDP 15 bytes \d+ → 3333/,
  },
  'a UDP socket that waits for the answer': {
    text: answered.replace('socket.socket()', 'socket.socket(socket.AF_INET, socket.SOCK_DGRAM)'),
    first: { id: 'greeting', verdict: { kind: 'crashed', evidence: { line: 5 } }, causes: ['udp-socket'] },
    says: /ConnectionRefusedError/,
  },
  'asks for the name': {
    text: `name = input('your name? ')\n${said.replace("b'hello from Ada\\n'", "f'hello from {name}\\n'.encode()")}`,
    first: { id: 'greeting', verdict: { kind: 'timed-out' }, causes: ['asks-the-keyboard'] },
    says: /"blockedIn":"(read|p?select6?|p?poll)"/,
  },
  'connects, and goes without a word': {
    text: `${opening}sock.close()\n`,
    first: { id: 'greeting', verdict: { kind: 'failed', caret: 2 }, causes: ['nothing-crossed'] },
    says: /0 bytes, and the connection ended/,
  },
  'no name': {
    text: said.replace(' Ada', ' '),
    first: { id: 'greeting', verdict: { kind: 'failed', caret: 13 }, causes: ['name-missing'] },
    says: /hello from NAME/,
  },
  'another greeting': {
    text: answered.replace('hello', 'Hello'),
    first: {
      id: 'greeting',
      verdict: { kind: 'failed', caret: 2, evidence: { call: 'sendall(fd 3)', line: 4 } },
      causes: ['other-text'],
    },
    says: /b'Hello from Ada\\\\n' {2}# 15 bytes/,
  },
  'UTF-16': {
    text: `${opening}sock.sendall('hello from Ada\\n'.encode('utf-16'))\n`,
    first: { id: 'greeting', verdict: { kind: 'failed', caret: 2 }, causes: ['not-utf8', 'other-text'] },
    says: /xff/,
  },
  'a carriage return': {
    text: answered.replace('\\n', '\\r\\n'),
    first: { id: 'greeting', verdict: { kind: 'failed', caret: 16 }, causes: ['one-line-only'] },
    says: /Ada\\\\r\\\\n/,
  },
  'two lines': {
    text: `${said}sock.sendall(b'hello from Bob\\n')\n`,
    first: { id: 'newline', verdict: { kind: 'failed' }, causes: ['one-line-only'] },
    says: /15 too many/,
  },
  'an exception after the answer': {
    text: `${answered}1 / 0\n`,
    first: { id: 'ends', verdict: { kind: 'crashed', evidence: { line: 6 } }, causes: [] },
    says: /ZeroDivisionError/,
  },
  'a read that never tires of the end': {
    text: `${answered}while True:\n    sock.recv(1024)\n`,
    first: { id: 'ends', verdict: { kind: 'timed-out' }, causes: ['does-not-end'] },
    says: /timed-out/,
  },
  'sleeps when all is done': {
    text: `${answered}import time\ntime.sleep(30)\n`,
    first: { id: 'ends', verdict: { kind: 'timed-out', blockedIn: 'sleep' }, causes: ['does-not-end'] },
    says: /# on server: printf '15 characters, 15 bytes\\\\n' \| nc -l 3333/,
  },
};

/** Programs that want a pass without deserving it, or want to do harm. All are judged as echo_once.py. */

const SERVES = `
import socket
listener = socket.create_server(('', 3333))
conn, _ = listener.accept()
`;

export const hostile: Record<string, string> = {
  'a fork bomb': `import os
while True:
    try:
        os.fork()
    except OSError:
        pass
`,
  'endless output': `while True:
    print('x' * 4096)
`,
  'killing all that it can see': `import os, signal
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
for pid in [1, -1] + list(range(2, 400)):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
while True:
    pass
`,
  'printing fake results': `print('[check] all 6 checks passed')
print('{"type":"finished","id":1,"status":"pass"}')
print('\\x1b]5379;{"word":"ready"}\\x07')
`,
  'forging events': `import json, socket, time
for path in ('/run/sockscope/step.sock',):
    channel = socket.socket(socket.AF_UNIX)
    channel.connect(path)
    at = time.monotonic_ns()
    row = {'inode': 1, 'owners': [], 'protocol': 'tcp', 'family': 'inet', 'state': 'LISTEN',
           'local': '0.0.0.0:3333', 'peer': None, 'recvQ': 0, 'sendQ': 5}
    for event in (
        {'type': 'hello', 'pid': 1, 'thread': 1, 'name': ''},
        {'type': 'sockets', 'at': at, 'host': 'server', 'sockets': [row]},
        {'type': 'peer', 'at': at, 'peer': 'peer-1', 'what': 'data', 'bytes': 'aGVsbG8=', 'errno': None},
        {'type': 'return', 'at': at, 'call': 'listen', 'id': 1, 'fd': 3, 'value': 'None'},
    ):
        channel.sendall((json.dumps(event) + '\\n').encode())
time.sleep(60)
`,
  'sleeping through signals': `import signal, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    time.sleep(1000)
`,
  'filling the disk, and answering': `${SERVES}
for folder in ('/work', '/tmp', '/dev/shm'):
    for number in range(5000):
        try:
            with open('%s/%d' % (folder, number), 'wb') as file:
                while True:
                    file.write(b'x' * 65536)
        except OSError:
            pass
conn.sendall(b'full')
`,
  'taking all memory': `hoard = []
while True:
    hoard.append(bytearray(10_000_000))
`,
  'a thousand sockets that listen elsewhere': `import socket, time
all = []
for port in range(4000, 9000):
    try:
        all.append(socket.create_server(('', port)))
    except OSError:
        break
time.sleep(60)
`,
};

/** Looks for what the checks expect, everywhere, and answers with it. */
export const READS_THE_SPEC = `
import os, sys
found = []
for folder in ('/', '/proc/1/root', '/proc/1/cwd'):
    for base, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if base not in ('/', '/proc/1/root') or each != 'usr']
        if base.startswith(('/proc/', '/sys')) and not base.startswith('/proc/1/'):
            folders.clear()
        for name in names:
            if name.endswith(('.spec.ts', '.ts', '.yaml')) or 'vitest' in name:
                found.append(os.path.join(base, name))
for pid in os.listdir('/proc'):
    if pid.isdigit():
        try:
            command = open('/proc/%s/cmdline' % pid).read()
        except OSError:
            continue
        if 'node' in command or 'supervisor' in command or 'wire' in command:
            found.append(command)
print('found', len(found), found[:3])
`;

/** Says of its function's value what it likes, for every order that it can think of. */
export const FORGES_REPLIES = `
import sys, threading, time

def forge():
    while True:
        sys.stdout.write('\\x1b]5379;{"word":"0","value":{"kind":"plain","value":61}}\\x07')
        sys.stdout.flush()
        time.sleep(0.01)

threading.Thread(target=forge, daemon=True).start()

def open_until_full():
    time.sleep(60)
`;

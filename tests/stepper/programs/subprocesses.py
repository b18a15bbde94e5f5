"""Other programs: pipes, exit codes, inherited sockets, a shell; Python among them."""

import os
import socket
import subprocess
import sys

print(subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True))
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as cat:
    print(cat.communicate(b"through a pipe"))
left, right = socket.socketpair()
code = f"""
import os, socket, sys
sock = socket.socket(fileno={right.fileno()})
sock.sendall(b"inherited")
print(sys.gettrace(), [name for name in os.environ if name.startswith(("SOCKSCOPE", "PYTHONPATH"))])
print(sorted(int(fd) for fd in os.listdir("/proc/self/fd"))[:3])
"""
done = subprocess.run(
    [sys.executable, "-c", code], pass_fds=[right.fileno()], stdout=subprocess.PIPE, text=True
)
print(done.stdout, done.returncode, left.recv(100))
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError as error:
    print(error)
try:
    subprocess.run(["sleep", "99"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error.cmd)
print(os.system("exit 7") >> 8, os.popen("echo popen").read())

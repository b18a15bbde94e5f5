import multiprocessing
import os
import socket
import subprocess
import sys


def talk():
    left, right = socket.socketpair()
    left.send(b"x")
    right.recv(1)


child = os.fork()
if child == 0:
    talk()
    try:
        socket.socket().connect(("127.0.0.1", 1))
    except OSError:
        os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
worker = multiprocessing.get_context("fork").Process(target=talk)
worker.start()
worker.join()
print(worker.exitcode)
code = "import os, sys; print([n for n in os.environ if 'SOCKSCOPE' in n], sys.gettrace())"
print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout, end="")
talk()

import multiprocessing
import os
import socket
import subprocess
import sys


def talk():
    left, right = socket.socketpair()
    left.send(b"x")
    right.recv(1)


if __name__ == "__main__":
    worker = multiprocessing.get_context("spawn").Process(target=talk)
    worker.start()
    worker.join()
    print(worker.exitcode)
    code = "import os, sys; print([n for n in os.environ if 'SOCKSCOPE' in n], sys.gettrace())"
    subprocess.run([sys.executable, "-c", code])
    os.system("true")

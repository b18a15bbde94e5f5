import multiprocessing
import os
import socket
import threading


def talk(word):
    left, right = socket.socketpair()
    left.send(word)
    right.recv(9)


def grow():
    thread = threading.Thread(target=talk, args=(b"grown",))
    thread.start()
    thread.join()


child = os.fork()
if child == 0:
    talk(b"child")
    grandchild = os.fork()
    if grandchild == 0:
        talk(b"grandchild")
        os._exit(5)
    os._exit(os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
worker = multiprocessing.get_context("fork").Process(target=grow, name="grower")
worker.start()
worker.join()
print(worker.exitcode)

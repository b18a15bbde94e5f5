"""multiprocessing by fork: processes, pipes, queues, values, a pool, and a failure."""

import multiprocessing
import socket
import sys

fork = multiprocessing.get_context("fork")


def square(number):
    left, right = socket.socketpair()
    left.sendall(b"%d" % number)
    return int(right.recv(10)) ** 2


def answer(pipe, results, counter):
    with counter.get_lock():
        counter.value += 1
    results.put(square(pipe.recv()))
    pipe.close()


def leave():
    sys.exit(3)


def fail():
    print(1 / 0)


near, far = fork.Pipe()
results = fork.Queue()
counter = fork.Value("i", 1)
worker = fork.Process(target=answer, args=(far, results, counter))
worker.start()
near.send(12)
print(results.get(), counter.value)
worker.join()
print(worker.exitcode, worker.name)
for target in (leave, fail):
    worker = fork.Process(target=target, name=target.__name__)
    worker.start()
    worker.join()
    print(worker.exitcode)
with fork.Pool(2) as pool:
    print(pool.map(square, range(5)))
    pool.close()
    pool.join()

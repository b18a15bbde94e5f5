"""ThreadPoolExecutor: results in order, an exception, a callback, cancelling, waiting."""

import concurrent.futures
import socket
import traceback


def fetch(number):
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"%d" % number)
        return int(right.recv(10)) ** 2


def fail():
    socket.socket().connect(("127.0.0.1", 1))


with concurrent.futures.ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(fetch, range(8))))
    futures = [pool.submit(fetch, number) for number in (3, 4)]
    done, _ = concurrent.futures.wait(futures)
    print(len(done), [future.result() for future in futures])
    failed = pool.submit(fail)
    try:
        failed.result()
    except OSError as error:
        print(repr(error), len(traceback.extract_tb(error.__traceback__)))
    print(type(failed.exception()).__name__)
with concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="one") as pool:
    future = pool.submit(fetch, 5)
    future.add_done_callback(lambda finished: print("done", finished.result()))
print(future.done())

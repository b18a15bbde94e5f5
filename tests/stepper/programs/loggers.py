"""logging to a socket's file, from threads, with exceptions and the places they come from."""

import logging
import socket
import threading

near, far = socket.socketpair()
stream = far.makefile("w")
logging.basicConfig(
    stream=stream,
    level=logging.INFO,
    format="%(levelname)s %(threadName)s %(filename)s:%(lineno)d %(funcName)s %(message)s",
)
log = logging.getLogger("lab")


def work(number):
    log.info("number %d", number)
    try:
        socket.socket().connect(("127.0.0.1", 1))
    except OSError:
        log.exception("failed")


for number in range(2):
    thread = threading.Thread(target=work, args=(number,), name=f"worker-{number}")
    thread.start()
    thread.join()
log.debug("not shown")
stream.close()
far.close()
with near.makefile() as lines:
    print(lines.read(), end="")

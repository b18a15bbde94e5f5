import socket
import sys
import traceback

left, right = socket.socketpair()


def serve():
    try:
        right.recv(1)
    except KeyboardInterrupt:
        if "print" in sys.argv:
            traceback.print_exc()
        raise


try:
    serve()
finally:
    print("closing")
    left.close()

import traceback


def work():
    first = 1
    return first


try:
    work()
except KeyboardInterrupt:
    traceback.print_exc()
    print("caught", flush=True)
work()

import sys
import threading
import time


def count():
    turns = 0
    while True:
        turns += 1


def doze():
    naps = 0
    while True:
        time.sleep(0.01)
        naps += 1


for work in (count, doze):
    threading.Thread(target=work, daemon=True).start()
if "idle" in sys.argv:
    sys.stdin.read()
else:
    count()

import os
import sys
import threading
import time


def compute():
    turns = 0
    while not done:
        turns += 1
    return turns


def doze():
    naps = 0
    while not done:
        time.sleep(0.01)
        naps += 1
    return naps


def end():
    global done
    sys.stdin.readline()
    done = True


done = False
work = {"compute": compute, "doze": doze}[sys.argv[1]]
where = sys.argv[2]
if where == "main":
    threading.Thread(target=end).start()
    work()
elif where == "thread":
    thread = threading.Thread(target=work)
    thread.start()
    end()
    thread.join()
else:
    child = os.fork()
    if child == 0:
        threading.Thread(target=end).start()
        work()
    else:
        os.wait()
print("done", sys.gettrace())

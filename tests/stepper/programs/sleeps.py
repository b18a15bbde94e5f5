"""time.sleep keeps its promise, and timers signal as they do."""

import signal
import time

began = time.monotonic()
time.sleep(0.05)
print(time.monotonic() - began >= 0.05)
signal.signal(signal.SIGALRM, lambda number, frame: print("alarm", number == signal.SIGALRM))
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.1)
print("awake")

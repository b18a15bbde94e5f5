"""Thread-local values, timers, barriers, events, semaphores and context variables."""

import contextvars
import threading

local = threading.local()
local.name = "main"
language = contextvars.ContextVar("language", default="en")
seen = []


class Noticed:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        seen.append(self.name)


def work(number):
    local.name = Noticed(number)
    language.set("ko")
    barrier.wait()
    gate.wait()
    results[number] = (language.get(), type(local.name).__name__)


barrier = threading.Barrier(4)
gate = threading.Event()
results = {}
threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
barrier.wait()
gate.set()
for thread in threads:
    thread.join()
print(sorted(results.items()), sorted(seen), local.name, language.get())

rang = threading.Event()
timer = threading.Timer(0.01, rang.set)
timer.start()
print(rang.wait(30), threading.Timer(99, print).is_alive())
timer.join()
context = contextvars.copy_context()
context.run(language.set, "fr")
thread = threading.Thread(target=lambda: context.run(print, language.get(), context[language]))
thread.start()
thread.join()
with threading.BoundedSemaphore(1) as got:
    print(got)

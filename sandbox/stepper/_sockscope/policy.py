"""When to stop. How a stop is brought about is the tracer's matter.

Tracing costs a factor of ten, so it is on only while a stop is due: the program then stops
before the next line of the learner's. "call" and "run" let it go untraced.
"""


class Policy:
    """What the reader last asked of one task: "line", "call" or "run", and whether to pause."""

    def __init__(self, start):
        """`start` is "paused" (stop before the first line) or "run"."""
        self.how = "line" if start == "paused" else "run"
        self.asked = False

    def stop_due_at_start(self):
        return self.how == "line"

    def stop_due_after_call(self):
        """Asked when a socket call has been made and has returned or raised."""
        return self.how == "call" or self.asked

    def start_of_offspring(self):
        """How a thread or child that this task begins is to start: stepping goes into it."""
        return "run" if self.how == "run" else "paused"

    def pause(self):
        """The reader pressed Pause: a stop is due, whatever was asked before."""
        self.asked = True

    def stopped(self):
        """The task stands: what was asked for has happened."""
        self.asked = False

    def obey(self, how):
        """Takes the next command; returns whether a stop is due at the very next line."""
        self.how = how
        return how == "line" or self.asked

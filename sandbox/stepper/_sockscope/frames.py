"""Which frames are the learner's, which are ours, and what a frame is called in events.

The learner's code is what lies in the main file's folder; the standard library and installed
packages are not, even where the folder contains them.
"""

import os
import sys

OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LIBRARY = os.path.dirname(os.__file__) + os.sep
_INSTALLED = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)

# Since Python 3.12 (PEP 709) comprehensions have no frame; before it, theirs are passed over.
PASSED_OVER = frozenset(["<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"])


def _work_folders():
    script = sys.argv[0] if getattr(sys, "argv", None) else ""
    if script in ("", "-c", "-m"):
        script = os.path.join(os.getcwd(), "x")
    paths = {os.path.abspath(script), os.path.realpath(script)}
    return tuple(os.path.dirname(path).rstrip(os.sep) + os.sep for path in paths)


class Learner:
    """Tells the learner's frames from all others; answers are remembered per file name."""

    def __init__(self):
        self._folders = _work_folders()
        self._names = {}

    def file(self, code):
        """Name of the code's file inside the work folder ("server.py"); None: not theirs."""
        path = code.co_filename
        try:
            return self._names[path]
        except KeyError:
            name = self._names[path] = self._name(path)
            return name

    def _name(self, path):
        if path.startswith((OURS, _LIBRARY)) or any(part in path for part in _INSTALLED):
            return None
        for folder in self._folders:
            if path.startswith(folder):
                return path[len(folder) :]
        return None

    def steps_in(self, code):
        """Whether the stepper may stop in this code."""
        return self.file(code) is not None and code.co_name not in PASSED_OVER

    def frames(self, frame):
        """The learner's frames from `frame` outwards, innermost first."""
        while frame is not None:
            if self.file(frame.f_code) is not None:
                yield frame
            frame = frame.f_back

    def line(self, frame):
        """Line of the learner's code that led to `frame`; None if none did."""
        for theirs in self.frames(frame):
            return theirs.f_lineno
        return None


def is_ours(frame):
    """Whether the frame runs the stepper's own code."""
    return frame.f_code.co_filename.startswith(OURS)

"""The door through which the stepper enters an unmodified `python3 FILE args`.

Python imports `sitecustomize` by itself before it runs FILE, and finds this one because
PYTHONPATH names this folder. All traces of that way in (variables, path entry) are removed, and
a sitecustomize further along the path (Debian has one) is imported in our place, as it
would have been. If the stepper cannot attach, the program must not run unstepped in silence.
"""

import os
import sys


def _leave_no_trace():
    """Takes this folder off the path; returns it, and what the environment says of the start."""
    folder = os.path.dirname(os.path.abspath(__file__))
    os.environ.pop("PYTHONPATH", None)
    address = os.environ.pop("SOCKSCOPE_STEP", None)
    start = os.environ.pop("SOCKSCOPE_START", "run")
    breakpoints = os.environ.pop("SOCKSCOPE_BREAKPOINTS", "")
    on_loopback = os.environ.pop("SOCKSCOPE_LOOPBACK", "") == "only"
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != folder]
    sys.path_importer_cache.pop(folder, None)
    return folder, address, start, breakpoints, on_loopback


def _enter():
    folder, address, start, breakpoints, on_loopback = _leave_no_trace()
    if address is None:
        return
    try:
        sys.path.insert(0, folder)
        try:
            from _sockscope import attach
        finally:
            sys.path.remove(folder)
            sys.path_importer_cache.pop(folder, None)
        attach.attach(address, start, breakpoints, on_loopback)
    except BaseException as error:
        text = f"sockscope: the stepper could not attach, so the program was not run: {error}\n"
        os.write(2, text.encode("utf-8", "backslashreplace"))
        os._exit(125)


def _make_room():
    """Imports the sitecustomize that this one stood in front of, if there is one."""
    ours = sys.modules.pop(__name__)
    try:
        import sitecustomize  # noqa: F401  (another one: our folder is off the path)
    except ImportError as error:
        if error.name != __name__:
            raise
    finally:
        # The import that is loading this file takes its result from sys.modules.
        sys.modules.setdefault(__name__, ours)


_enter()
_make_room()

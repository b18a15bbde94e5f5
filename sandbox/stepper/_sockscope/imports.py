"""Waits for the program to import a module of the library's, then patches it.

Importing it ourselves would cost every program time (`socket`: 5 ms) and hide a learner's own
file of that name.
"""

import os
import sys
from _frozen_importlib_external import PathFinder

_LIBRARY = os.path.dirname(os.__file__)


class LibraryFinder:
    """A finder (importlib, sys.meta_path) for one module, which it leaves to Python to find."""

    def __init__(self, name, patch):
        """`patch(module)` is called once, right after the module `name` has run."""
        self._name = name
        self._patch = patch

    def install(self):
        if self._name in sys.modules:
            self._patch(sys.modules[self._name])
        else:
            sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        """The library's own spec, its loader told to patch; None for all else."""
        if name != self._name:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or os.path.dirname(spec.origin or "") != _LIBRARY:
            return None
        sys.meta_path.remove(self)
        vars(spec.loader)["exec_module"] = _patching(spec.loader, self._patch)
        return spec


def _patching(loader, patch):
    def exec_module(module):
        del vars(loader)["exec_module"]
        loader.exec_module(module)
        patch(module)

    # Python leaves the import system's own frames out of tracebacks (remove_importlib_frames
    # in import.c), and knows them by this name: `selectors.py` of the learner's may fail here.
    code = exec_module.__code__.replace(co_filename="<frozen importlib._bootstrap_external>")
    exec_module.__code__ = code
    return exec_module

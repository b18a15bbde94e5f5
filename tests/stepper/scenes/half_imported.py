"""A thread computes while main stands where it is only beginning to import importlib."""

import os
import sys
import threading
import types

package = types.ModuleType("importlib")
package.__path__ = [os.path.join(os.path.dirname(os.__file__), "importlib")]
sys.modules["importlib"] = package
sys.modules.pop("importlib._bootstrap", None)


def compute():
    while not ended:
        pass


ended = []
thread = threading.Thread(target=compute)
thread.start()
input()
ended.append(True)
thread.join()
print("done")

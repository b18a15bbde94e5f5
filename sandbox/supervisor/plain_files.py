"""The files of a plain box: one folder of this machine, with what a host has at fixed places.

    work/   the programs           opt/   stepper and tools of ours
    run/    the steppers' socket, and the door

A full box has them at /work, /opt/sockscope and /run/sockscope; what the driver says of those
places is said of these.
"""

from __future__ import annotations

import os
import sys

import image

PLACES = {image.OURS: "opt", image.CHANNEL: "run", "/work": "work"}


def lay(folder: str, ours: dict, files: list) -> None:
    """Lays out sources of ours and the programs."""
    for place in ("work", "run", "tmp"):
        os.mkdir(os.path.join(folder, place))
    opt = os.path.join(folder, "opt")
    image.lay_ours(opt, opt, ours)
    image.lay_work(os.path.join(folder, "work"), files)


def of_this_box(folder: str, environment: dict) -> dict:
    """The environment of a program here, given that of one in a full box."""
    found = {}
    for name, value in environment.items():
        for place, here in PLACES.items():
            value = value.replace(place, os.path.join(folder, here))
        found[name] = value
    found["TMPDIR"] = os.path.join(folder, "tmp")
    # Where this Python was found, which need not be a folder of the system.
    found["PATH"] = "%s:%s" % (found["PATH"], os.path.dirname(sys.executable))
    # What asks for a name of the world outside gets no answer, and shall not wait for it long.
    found["RES_OPTIONS"] = "timeout:1 attempts:1"
    if "SOCKSCOPE_STEP" in found:
        found["SOCKSCOPE_LOOPBACK"] = "only"
    return found

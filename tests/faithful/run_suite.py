"""Runs test modules of CPython and says how each test ended: python3 run_suite.py MODULE...

It runs on a bare network and, unchanged, as a program of a host. What it found is its last line:
a record separator and JSON (RFC 7464), so that it can be told from what the tests print.
"""

import faulthandler
import json
import sys
import unittest

RECORD_SEPARATOR = "\x1e"
PATIENCE = 900  # s; then all threads say where they are, and the run has failed
SAID = 2000  # characters of a failure, from its end
# Of the tests of sendfile() instead of 10 MiB: a host's program may not write a file of more than
# 8 MB (RLIMIT_FSIZE in limits.py), and that stays. They need 5,000,007 bytes.
FILE_SIZE = 6 << 20


class Endings(unittest.TextTestResult):
    """Also keeps, by the test's id, the ending and its reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.endings = {}

    def _end(self, test, ending, reason=""):
        # A subtest that failed is not made good by the end of its test.
        if self.endings.get(test.id(), ["passed"])[0] == "passed":
            self.endings[test.id()] = [ending, reason]

    def addSuccess(self, test):
        super().addSuccess(test)
        self._end(test, "passed")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._end(test, "skipped", reason)

    def addError(self, test, err):
        super().addError(test, err)
        self._end(test, "failed", self.errors[-1][1][-SAID:])

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._end(test, "failed", self.failures[-1][1][-SAID:])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._end(subtest, "failed", (self.errors + self.failures)[-1][1][-SAID:])

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._end(test, "passed", "fails as expected")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._end(test, "failed", "was expected to fail")


def fit_files():
    """The one thing that is changed in the tests, everywhere alike, on the bare network too."""
    from test import test_socket

    test_socket.SendfileUsingSendTest.FILESIZE = FILE_SIZE  # and of its subclass


def main(modules):
    """Exit code 0: every test could be run, however it ended."""
    # As `-m test -u network`: the tests of socketserver ask for it.
    from test import support

    support.use_resources = ["network"]
    if "test.test_socket" in modules:
        fit_files()
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    suite = unittest.defaultTestLoader.loadTestsFromNames(modules)
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Endings)
    result = runner.run(suite)
    faulthandler.cancel_dump_traceback_later()
    found = {"ran": result.testsRun, "endings": result.endings}
    print("\n" + RECORD_SEPARATOR + json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The stepper: rides inside the learner's program, pauses it and reports its socket calls.

It imports only what the interpreter has already loaded and C modules (`_socket`, `_json`, …),
never `socket` or `json`: a learner's file of that name must shadow the library as it always does.
"""

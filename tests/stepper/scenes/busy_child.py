import os
import sys

child = os.fork()
turns = 0
while child == 0:
    turns += 1
sys.exit(os.waitpid(child, 0)[1])

import resource


def open_until_full():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft

import _thread

done = _thread.allocate_lock()


def work():
    first = 1
    done.release()
    return first


done.acquire()
_thread.start_new_thread(work, ())
done.acquire()
print("done")

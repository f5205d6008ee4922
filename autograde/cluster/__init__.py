"""Marking on more than one machine: submissions go to the workers of a Dask cluster.

`pool` hands them out as `autograde.grading.pool` does to processes of this machine, and `crew`
knows the workers; both run where the command was given, and so does all recording. `station` is
what runs on a worker: the same reading, sandbox and judging as everywhere. `facts` says whether
a worker would mark as this machine does. What travels between them is in `parcel`; `messages`
sees to it that nobody keeps it on the way.

Dask is imported only where a scheduler is named.
"""

"""What runs inside the sandbox: a warm interpreter, and the forks of it that run notebooks.

It knows nothing of the grader: it imports only its own modules, `neurona`, NumPy and msgpack.
"""

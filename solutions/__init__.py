"""Reference solutions: one module a chapter, functions in the order they are taught.

A function here is the only definition of its exercise: the student's stub takes its
signature and docstring, the solved notebook its body, the grader its values.
"""

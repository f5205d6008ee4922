"""What goes wrong with a gradebook."""


class GradebookError(Exception):
    """The gradebook cannot be used. The text says why, and what to do."""

"""A worker on a machine without bubblewrap and without Landlock."""

from autograde.grading.running import isolation

_choose = isolation.choose
isolation.choose = lambda force=None: _choose("plain")

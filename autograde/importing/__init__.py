"""Bring what students handed in elsewhere, in a learning platform or by mail, into one folder.

**archives and folders → whose file is it, and for what → one plan → the files, at once**
"""

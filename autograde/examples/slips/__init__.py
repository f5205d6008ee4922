"""Wrong answers as students write them, a module a chapter.

``NAMED`` are mistakes that must be named, ``CALLED_LATER`` one in a function that later ones call,
``IN_PART`` answers that earn some parts or none, ``ENDLESS`` loops without an end. Each is a dict
of `Slip` by exercise; a chapter has those that it has.
"""

"""Export: marks and feedback as the files that learning platforms take.

The exporters are nbgrader's plugins:
``nbgrader export --exporter=autograde.exporting.CanvasExporter``.
"""

from importlib import import_module

_MODULES = {
    "CanvasExporter": "canvas",
    "MoodleExporter": "moodle",
    "MoodleWorksheetExporter": "moodle",
    "PlainExporter": "plain",
}


def __getattr__(name: str) -> object:
    """Import an exporter when it is asked for: nbgrader is slow, and `cli` needs none of it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

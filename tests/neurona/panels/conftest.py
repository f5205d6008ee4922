import pytest
from ipywidgets.widgets import widget


@pytest.fixture(autouse=True)
def _closed():
    """Close the widgets that a test makes, so that its pictures do not stay in memory."""
    before = set(widget._instances)
    yield
    for id in set(widget._instances) - before:
        widget._instances[id].close()

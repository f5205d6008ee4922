"""Ways to use a panel and to read it."""

EXAMPLES = [(0, 0), (0, 1), (1, 0), (1, 1)]


def press(button, times=1):
    for _time in range(times):
        button.click()


def cells(column):
    return [cell.get_text() for cell in column]


def moved(panel, action):
    """Do something, and return whether picture and words followed it."""
    png, words = panel.png, panel.alternative_text
    action()
    assert panel.errors == []
    return panel.png != png and panel.alternative_text != words

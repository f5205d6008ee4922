from __future__ import annotations

from autograde.build.comments import list_comments, replace_comments

CODE = """\
    # first
    a = "# no comment"  # second
    #
    ### third"""


def test_lists_words_and_lines() -> None:
    assert list_comments(CODE) == [(1, "first"), (2, "second"), (4, "third")]


def test_replaces_words_and_nothing_else() -> None:
    assert replace_comments(CODE, str.upper) == (
        '    # FIRST\n    a = "# no comment"  # SECOND\n    #\n    ### THIRD'
    )

"""Reading, comparing and renewing what a document shows."""

from __future__ import annotations

import pytest

from tests.docs.session import Command, Done, Shell, all_fit, fits, read_commands, write_anew

DOCUMENT = """\
Words.

```sh
rm -rf everything
```

```console
$ printf 'a\\n\\n'
a
$ cat <<END
> 1
>
> 2
> END
1

3 took … s
```

```console
$ false
```
"""


def test_commands_are_read_with_what_they_show() -> None:
    assert read_commands(DOCUMENT) == [
        Command("printf 'a\\n\\n'", ("a",)),
        Command("cat <<END\n1\n\n2\nEND", ("1", "", "3 took … s")),
        Command("false", ()),
    ]


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ("8/8 0:…", "8/8 0:00:13", True),
        ("8/8 0:…", "7/8 0:00:13", False),
        ("8/8 0:…", "8/8 0:", False),
        ("made: …. It", "made: /a/b.c. It", True),
        ("a.b", "axb", False),
    ],
)
def test_an_ellipsis_stands_for_something_within_a_line(shown, printed, expected) -> None:
    assert fits(shown, printed) == expected


def test_lines_are_compared_one_by_one() -> None:
    assert all_fit(["a", "…"], ["a", "b"])
    assert not all_fit(["a", "…"], ["a", "b", "c"])
    assert not all_fit(["a"], [])


def test_output_is_written_anew_and_what_fits_stays() -> None:
    done = [Done(("b",), 0, 0.1), Done(("1", "", "2", "3 took 5 s"), 0, 0.1), Done((), 1, 0.1)]
    assert write_anew(DOCUMENT, done) == DOCUMENT.replace("\na\n$", "\nb\n$").replace(
        "\n3 took", "\n2\n3 took"
    )


def test_a_shell_goes_on_in_its_folder_and_knows_how_the_last_command_ended(tmp_path) -> None:
    shell = Shell(tmp_path)
    assert shell.run("echo x > y; echo oh >&2; exit 3").lines == ("oh",)
    assert shell.run("echo $?; cat y").lines == ("3", "x")
    assert shell.run("pwd").lines == (str(tmp_path / "class"),)

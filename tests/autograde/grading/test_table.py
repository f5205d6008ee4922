from autograde.grading.recording import Grade
from autograde.grading.table import make_table


def cells_of(table):
    return [[str(cell) for cell in column.cells] for column in table.columns]


def test_the_table_sums_up():
    grades = [
        Grade("s001", "a", "f", 1, 1, "right"),
        Grade("s001", "b", "g", 0.5, 2, "partial", "sign_reversed"),
        Grade("s002", "a", "f", 0, 1, "unreadable"),
        Grade("s002", "b", "g", 0, 2, "timeout"),
    ]
    students, first, second, total, reasons = cells_of(make_table(grades, ["a", "b"]))
    assert students == ["s001", "s002"]
    assert first == ["1 / 1", "0 / 1"]
    assert second == ["0.5 / 2", "0 / 2"]
    assert total == ["1.5 / 3", "0 / 3"]
    assert reasons == ["g: sign reversed", "a: unreadable; g: timeout"]


def test_who_has_everything_right_has_nothing_wrong():
    *_, reasons = cells_of(make_table([Grade("s001", "a", "f", 1, 1, "right")], ["a"]))
    assert reasons == ["–"]


def test_an_assignment_that_is_partly_written_tells_each_exercise():
    grades = [
        Grade("s001", "a", "f", 0, 1, "not_attempted"),
        Grade("s001", "a", "g", 0, 1, "missing"),
        Grade("s001", "a", "h", 1, 1, "right"),
    ]
    *_, reasons = cells_of(make_table(grades, ["a"]))
    assert reasons == ["f: not attempted; g: missing"]


def test_the_table_shows_ids_as_they_are():
    table = make_table([Grade("[red]x[/red]", "a", "f", 0, 1, "missing")], ["a"])
    assert cells_of(table)[0] == ["[red]x[/red]"]


def test_the_table_spells_out_what_would_turn_it_round():
    table = make_table([Grade("\u202e\x1b[31mx", "a", "f", 0, 1, "missing")], ["a"])
    assert cells_of(table)[0] == ["[U+202E][U+001B][31mx"]

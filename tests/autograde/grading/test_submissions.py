from autograde.grading.submissions import find_submissions, handed_in


def test_every_student_should_have_handed_in_everything(tmp_path):
    (tmp_path / "s002" / "a").mkdir(parents=True)
    (tmp_path / "s001").mkdir()
    (tmp_path / "readme.txt").touch()
    found = find_submissions(tmp_path, ["a", "b"])
    places = [one.place.relative_to(tmp_path).as_posix() for one in found]
    assert places == ["s001/a", "s001/b", "s002/a", "s002/b"]


def test_what_jupyter_left_is_no_student_s_and_other_names_are(tmp_path):
    for name in (".ipynb_checkpoints", ".ipynb", "ipynb_checkpoints"):
        (tmp_path / name / "a").mkdir(parents=True)
    found = [one.student for one in find_submissions(tmp_path, ["a"])]
    assert found == [".ipynb", "ipynb_checkpoints"]
    (tmp_path / ".ipynb_checkpoints" / "b").mkdir()
    assert handed_in(tmp_path, ["a", "b"]) == ("a",)


def test_what_nobody_has_handed_in_is_not_due(tmp_path):
    (tmp_path / "s001" / "b").mkdir(parents=True)
    (tmp_path / "s002").mkdir()
    (tmp_path / "s002" / "c").symlink_to("nowhere")
    (tmp_path / "a").touch()
    assert handed_in(tmp_path, ["a", "b", "c", "d"]) == ("b", "c")
    assert handed_in(tmp_path / "s002", ["a", "b", "c", "d"]) == ()

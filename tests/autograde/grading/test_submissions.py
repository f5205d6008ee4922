from autograde.grading.submissions import find_submissions


def test_every_student_should_have_handed_in_everything(tmp_path):
    (tmp_path / "s002" / "a").mkdir(parents=True)
    (tmp_path / "s001").mkdir()
    (tmp_path / "readme.txt").touch()
    found = find_submissions(tmp_path, ["a", "b"])
    places = [one.place.relative_to(tmp_path).as_posix() for one in found]
    assert places == ["s001/a", "s001/b", "s002/a", "s002/b"]

import sys
import unicodedata

from autograde.grading.recording.visible import visible


def test_what_steers_or_hides_is_spelled_out():
    assert visible("a\u202eb\x1b[31m\x00") == "a[U+202E]b[U+001B][31m[U+0000]"
    assert visible("\ud800\ufeff\u2028\r") == "[U+D800][U+FEFF][U+2028][U+000D]"


def test_all_of_it_is():
    hidden = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and chr(code) not in "\n\t\u200c\u200d"
    ]
    assert len(hidden) > 2000
    assert [one for one in hidden if visible(one) == one] == []


def test_writing_stays_as_it_is():
    text = "código\n\tνευρώνα 字 می\u200cخواهم 👩\u200d🔬"
    assert visible(text) == text
    assert visible("a\r\nb") == "a\nb"


def test_long_lines_are_cut():
    assert visible("abcdef\nab", 3) == "abc …\nab"

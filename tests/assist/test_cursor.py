import pytest
from hypothesis import given
from hypothesis import strategies as st

from llamita.assist import split_at_cursor
from llamita.errors import RequestError

TEXT = "ab\r\ncé\n\nlast"


@given(st.text("ab\n\r", max_size=30), st.data())
def test_every_place_in_a_text_has_a_cursor_that_leads_back_to_it(text, data):
    text = text.replace("\r", "")
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert split_at_cursor(text, f"{line}:{column}") == (before, text[offset:])


@pytest.mark.parametrize(
    ("cursor", "before"),
    [
        ("1:1", ""),
        ("1:3", "ab"),
        ("2:2", "ab\r\nc"),
        ("2:3", "ab\r\ncé"),
        ("3:1", "ab\r\ncé\n"),
        ("4:5", TEXT),
    ],
)
def test_columns_count_characters_and_line_ends_are_kept(cursor, before):
    assert split_at_cursor(TEXT, cursor) == (before, TEXT[len(before) :])


@pytest.mark.parametrize("cursor", ["0:1", "5:1", "1:0", "1:4", "4:6", "99999999:1"])
def test_a_place_that_is_not_there_is_refused(cursor):
    with pytest.raises(RequestError, match=f"cursor `{cursor}` is outside"):
        split_at_cursor(TEXT, cursor)


@pytest.mark.parametrize("cursor", ["", "1", "a:b", "1:1:1", "-1:1", "1:" + "9" * 40])
def test_another_form_is_refused(cursor):
    with pytest.raises(RequestError, match="cursor must be `LINE:COLUMN`"):
        split_at_cursor(TEXT, cursor)

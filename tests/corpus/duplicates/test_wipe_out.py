import numpy as np

from llamita.corpus.duplicates.wipe_out import WipedOut, wiped_out


def test_a_source_that_loses_nine_of_ten_is_named():
    projects = ["kept"] * 30 + ["fork"] * 30 + ["small"] * 19 + ["edge"] * 20
    removed = np.array([False] * 30 + [True] * 29 + [False] + [True] * 19 + [True] * 17 + [False] * 3)
    assert wiped_out(projects, removed) == [WipedOut("fork", 30, 29)]


def test_exactly_the_share_counts_and_sources_come_by_name():
    projects = ["b"] * 20 + ["a"] * 20
    removed = np.array(([True] * 18 + [False] * 2) * 2)
    assert [alarm.project for alarm in wiped_out(projects, removed)] == ["a", "b"]
    assert wiped_out(projects, removed, share=0.95) == []
    assert len(wiped_out(projects[:20] + ["a"] * 5, removed[:25], min_documents=5)) == 2


def test_no_documents_raise_no_alarm():
    assert wiped_out([], np.array([], bool)) == []

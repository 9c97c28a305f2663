"""What the preview of differences shows in its narrow cells."""

from desktop.views.panels.preview_models import apart


def test_a_cell_begins_shortly_before_what_differs():
    words = "3.1 The Supplier delivers the Products within "
    assert apart(f"{words}30 days.", f"{words}21 days.") == (
        "…Products within 30 days.",
        "…Products within 21 days.",
    )
    japanese = "乙は、注文の承諾後三十日以内に、甲の指定する場所に製品を納入するものとし、その数は"
    assert apart(f"{japanese}三", f"{japanese}四") == (
        "…製品を納入するものとし、その数は三",
        "…製品を納入するものとし、その数は四",
    )


def test_short_and_new_texts_stay_whole():
    assert apart("=SUM(B5:H5)", "=SUM(B5:I5)") == ("=SUM(B5:H5)", "=SUM(B5:I5)")
    assert apart("", "All of this sentence is new here.") == ("", "All of this sentence is new here.")

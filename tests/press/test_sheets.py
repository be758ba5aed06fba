"""Which sheets the tables of a packet make."""

from helpers.press.sheets import sheets

TEXT, TAG = (
    {"name": name, "title": title, "type": "string", "unit": ""} for name, title in (("text", "取組"), ("tag", "別"))
)
GROUP = {"name": "group", "title": "担当", "type": "string", "unit": ""}


def table(part, *fields, rows=1, caption="取組内容"):
    data = [{field["name"]: f"{part}{row}" for field in fields} for row in range(rows)]
    return {
        "name": f"tbl-{part}", "title": f"{caption}（{part}）", "series": [caption, "債権名", part], "notes": [],
        "schema": {"fields": list(fields)}, "data": data, "formats": [{} for _ in data],
    }  # fmt: skip


def alone(title="別の表"):
    return {key: value for key, value in table("x", TEXT).items() if key != "series"} | {"title": title}


def test_tables_of_a_series_share_a_sheet_with_their_numbers_and_claims():
    shown = [("節", table("市税", TEXT, rows=2)), ("節", alone()), ("節", table("国保", TEXT))]
    first, second = sheets(shown)
    assert (first.name, first.title) == ("表1ほか 取組内容", "取組内容") and second.name == "表2 別の表"
    assert [field["title"] for field in first.fields] == ["表", "債権名", "取組"]
    assert [list(record.values()) for record, _ in first.rows] == [
        ["表1", "市税", "市税0"], ["表1", "市税", "市税1"], ["表3", "国保", "国保0"],
    ]  # fmt: skip
    assert [(part.label, part.first) for part in first.parts] == [("表1", 2), ("表3", 4)]


def test_a_column_that_some_lack_stands_in_its_place():
    shown = [("節", table("市税", TEXT, TAG)), ("節", table("国保", GROUP, TEXT, TAG)), ("節", table("介護", TEXT))]
    (one,) = sheets(shown)
    assert [field["name"] for field in one.fields] == ["_table", "_part", "group", "text", "tag"]
    assert "group" not in next(one.rows)[0]  # the cell stays empty


def test_what_is_not_of_one_layout_stays_apart():
    other_unit = TEXT | {"unit": "円"}
    shown = [("節", table("市税", TEXT)), ("節", table("国保", other_unit)), ("別の節", table("介護", TEXT))]
    assert [sheet.name for sheet in sheets(shown)] == ["表1 取組内容 市税", "表2 取組内容 国保", "表3 取組内容 介護"]


def test_a_series_of_one_is_a_table_like_any_other():
    (one,) = sheets([("節", table("市税", TEXT))])
    assert one.name == "表1 取組内容 市税" and one.fields == [TEXT]

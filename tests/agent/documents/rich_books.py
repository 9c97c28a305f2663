"""Workbooks with everything that refers to cells, made anew from a seed."""

import datetime
import random
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

NAMES = ("Data", "My 'own' sheet", "売上 2026", "R1C1", "Calc.x", "A1", "Übersicht", "合計・表")


def rich_book(path: Path, seed: int) -> Path:
    """A workbook with formulas over several sheets, names, a table, rules, links, comments, charts and views."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    names = chance.sample(NAMES, chance.randint(3, 5))
    sheets = [book.add_worksheet(name) for name in names]
    rows = chance.randint(8, 30)
    for at, sheet in enumerate(sheets):
        _cells(book, sheet, rows, chance)
        if at:
            _across(sheet, _quoted(names[at - 1]), rows, chance)
    _summary(book, sheets[-1], [_quoted(name) for name in names[:-1]], rows)
    _things(book, sheets[0], _quoted(names[0]), rows, chance)
    _table(sheets[1], rows)
    book.close()
    return path


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _cells(book, sheet, rows, chance):
    """Columns A to E with values, F to I with formulas of the row, totals below."""
    date, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True, "bg_color": "#FFFF00"})
    sheet.write_row(0, 0, ["日付", "Name", "数量", "Price", "Rate", "Sum", "Tax", "Grade", "Run"], bold)
    for row in range(1, rows):
        sheet.write_datetime(row, 0, datetime.date(2026, 1, 1) + datetime.timedelta(days=row), date)
        sheet.write(row, 1, chance.choice(["山田", "Sato", "A1", "=x", "B2:B3"]))
        sheet.write(row, 2, chance.randint(1, 90))
        sheet.write(row, 3, round(chance.uniform(1, 500), 2))
        sheet.write(row, 4, chance.choice([0.08, 0.1]))
        one = row + 1
        sheet.write_formula(row, 5, f"=C{one}*D{one}")
        sheet.write_formula(row, 6, f"=ROUND(F{one}*$E{one},0)+$E$2*0")
        sheet.write_formula(row, 7, f'=IF(F{one}>AVERAGE($F$2:$F${rows}),"high","low: "&B{one})')
        sheet.write_formula(row, 8, f"=SUM(C$2:C{one})+MAX($C{one}:D{one})")
    last = rows
    sheet.write_formula(last, 2, f"=SUM(C2:C{last})")
    sheet.write_formula(last, 3, f"=SUMPRODUCT(C2:C{last},D2:D{last})")
    sheet.write_formula(last, 5, f'=SUM(F2:F{last})-SUMIF(B2:B{last},"Sato",F2:F{last})')
    sheet.write_array_formula(last + 1, 2, last + 1, 2, f"{{=SUM(C2:C{last}*D2:D{last})}}")
    sheet.write_formula(last + 2, 2, f"=COUNT(C2:C{last} C2:D{last})+LOG10(100)+SUM(2:2)*0")
    sheet.write_formula(last + 2, 5, f'=IFERROR(INDEX(F2:F{last},MATCH(MAX(F2:F{last}),F2:F{last},0)),"A1 B2")')


def _across(sheet, other, rows, chance):
    for row in range(1, rows):
        one = chance.randint(2, rows)
        sheet.write_formula(row, 10, f"={other}!F{one}+{other}!$C${one}-C{row + 1}")
    sheet.write_formula(rows, 10, f"=SUM({other}!C:C)+SUM({other}!C2:{other}!C{rows})+AVERAGE({other}!$C$3:$D$6)")


def _summary(book, sheet, others, rows):
    for at, other in enumerate(others):
        book.define_name(f"Total_{at}", f"={other}!$F$2:$F${rows}")
        book.define_name(f"単価{at}", f"={other}!$D$2")
        sheet.write_formula(rows + 5 + at, 1, f"=SUM(Total_{at})*単価{at}")
        sheet.write_formula(rows + 5 + at, 2, f"=VLOOKUP({other}!C3,{other}!$C$2:$D${rows},2,FALSE)")


def _things(book, sheet, name, rows, chance):
    """Rules, links, comments, charts, merged cells, filters, prints and views."""
    red = book.add_format({"bg_color": "#FF0000"})
    sheet.conditional_format(1, 2, rows - 1, 3, {"type": "cell", "criteria": ">", "value": "=$E$2*100", "format": red})
    sheet.conditional_format(1, 5, rows - 1, 5, {"type": "formula", "criteria": "=$F2>$G2", "format": red})
    sheet.conditional_format(1, 3, rows - 1, 3, {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(1, 1, rows - 1, 1, {"validate": "list", "source": f"=$B$2:$B${rows}"})
    sheet.data_validation(1, 2, rows - 1, 2, {"validate": "custom", "value": "=C2<>D2"})
    sheet.write_url(rows + 4, 0, f"internal:{name}!C3", string="to C3")
    sheet.write_url(rows + 5, 0, "https://example.com/")
    sheet.write_comment(chance.randint(1, rows - 1), 4, "確認")
    sheet.merge_range(rows + 7, 1, rows + 8, 4, "merged")
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows - 1, 8)
    sheet.print_area(0, 0, rows + 8, 9)
    sheet.repeat_rows(0, 1)
    sheet.set_h_pagebreaks([rows // 2])
    sheet.set_column(2, 3, 14)
    sheet.set_row(4, 30)
    sheet.add_sparkline(2, 12, {"range": f"{name}!C3:D3"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={name}!$F$2:$F${rows}", "categories": f"={name}!$B$2:$B${rows}"})
    sheet.insert_chart(rows + 10, 1, chart)


def _table(sheet, rows):
    first = 14
    columns = [
        *({"header": one} for one in ("数", "Two", "Three")),
        {"header": "All", "formula": "=Sales[[#This Row],[数]]+Sales[[#This Row],[Two]]"},
    ]
    data = [[row, row * 2, row * 3] for row in range(1, rows)]
    sheet.add_table(1, first, rows, first + 3, {"name": "Sales", "data": data, "columns": columns})
    sheet.write_formula(rows + 3, first, "=SUM(Sales[Two])+ROWS(Sales)*0")
    letter, next_letter = xl_col_to_name(first), xl_col_to_name(first + 1)
    sheet.write_formula(rows + 4, first, f"={letter}4+SUM({next_letter}3:{next_letter}6)")

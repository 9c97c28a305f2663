"""All ops on what a sheet looks like and on what lies on it, which leave values as they are."""

from collections.abc import Mapping

from agent.documents.operations import Operation
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.ops_chart import CHART_OPERATIONS
from agent.documents.xlsx.ops_comment import COMMENT_OPERATIONS
from agent.documents.xlsx.ops_condition import CONDITION_OPERATIONS
from agent.documents.xlsx.ops_filter import FILTER_OPERATIONS
from agent.documents.xlsx.ops_format import FORMAT_OPERATIONS
from agent.documents.xlsx.ops_link import LINK_OPERATIONS
from agent.documents.xlsx.ops_name import NAME_OPERATIONS
from agent.documents.xlsx.ops_page import PAGE_OPERATIONS
from agent.documents.xlsx.ops_picture import PICTURE_OPERATIONS
from agent.documents.xlsx.ops_pivot import PIVOT_OPERATIONS
from agent.documents.xlsx.ops_protect import PROTECT_OPERATIONS
from agent.documents.xlsx.ops_sheet_look import SHEET_LOOK_OPERATIONS
from agent.documents.xlsx.ops_size import SIZE_OPERATIONS
from agent.documents.xlsx.ops_table import TABLE_OPERATIONS
from agent.documents.xlsx.ops_validation import VALIDATION_OPERATIONS

LOOK_OPERATIONS: Mapping[str, Operation[Draft]] = {
    **FORMAT_OPERATIONS,
    **SIZE_OPERATIONS,
    **SHEET_LOOK_OPERATIONS,
    **TABLE_OPERATIONS,
    **FILTER_OPERATIONS,
    **CONDITION_OPERATIONS,
    **VALIDATION_OPERATIONS,
    **COMMENT_OPERATIONS,
    **LINK_OPERATIONS,
    **CHART_OPERATIONS,
    **PICTURE_OPERATIONS,
    **PAGE_OPERATIONS,
    **PIVOT_OPERATIONS,
    **PROTECT_OPERATIONS,
    **NAME_OPERATIONS,
}

"""The ops that change how a Word document is built and looks, of every group."""

from collections.abc import Mapping

from agent.documents.docx_addresses import Addresses
from agent.documents.docx_ops_columns import COLUMN_OPERATIONS
from agent.documents.docx_ops_format import FORMAT_OPERATIONS
from agent.documents.docx_ops_styles import STYLE_OPERATIONS
from agent.documents.docx_ops_table import TABLE_OPERATIONS
from agent.documents.operations import Operation

STRUCTURE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    **STYLE_OPERATIONS,
    **FORMAT_OPERATIONS,
    **TABLE_OPERATIONS,
    **COLUMN_OPERATIONS,
}

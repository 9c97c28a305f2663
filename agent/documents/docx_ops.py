"""The ops that change how a Word document is built and looks, of every group."""

from collections.abc import Mapping

from agent.documents.docx_addresses import Addresses
from agent.documents.docx_ops_about import ABOUT_OPERATIONS
from agent.documents.docx_ops_blocks import BLOCK_OPERATIONS
from agent.documents.docx_ops_columns import COLUMN_OPERATIONS
from agent.documents.docx_ops_contents import CONTENTS_OPERATIONS
from agent.documents.docx_ops_edges import EDGE_OPERATIONS
from agent.documents.docx_ops_fill import FILL_OPERATIONS
from agent.documents.docx_ops_format import FORMAT_OPERATIONS
from agent.documents.docx_ops_links import LINK_OPERATIONS
from agent.documents.docx_ops_lists import LIST_OPERATIONS
from agent.documents.docx_ops_markdown import MARKDOWN_OPERATIONS
from agent.documents.docx_ops_pictures import PICTURE_OPERATIONS
from agent.documents.docx_ops_styles import STYLE_OPERATIONS
from agent.documents.docx_ops_table import TABLE_OPERATIONS
from agent.documents.operations import Operation

STRUCTURE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    **STYLE_OPERATIONS,
    **FORMAT_OPERATIONS,
    **TABLE_OPERATIONS,
    **COLUMN_OPERATIONS,
    **FILL_OPERATIONS,
    **MARKDOWN_OPERATIONS,
    **BLOCK_OPERATIONS,
    **LIST_OPERATIONS,
    **EDGE_OPERATIONS,
    **PICTURE_OPERATIONS,
    **LINK_OPERATIONS,
    **CONTENTS_OPERATIONS,
    **ABOUT_OPERATIONS,
}

"""The ops that change how a Word document is built and looks, of every group."""

from collections.abc import Mapping

from agent.documents.docx.addresses import Addresses
from agent.documents.docx.ops_about import ABOUT_OPERATIONS
from agent.documents.docx.ops_blocks import BLOCK_OPERATIONS
from agent.documents.docx.ops_columns import COLUMN_OPERATIONS
from agent.documents.docx.ops_contents import CONTENTS_OPERATIONS
from agent.documents.docx.ops_edges import EDGE_OPERATIONS
from agent.documents.docx.ops_fill import FILL_OPERATIONS
from agent.documents.docx.ops_format import FORMAT_OPERATIONS
from agent.documents.docx.ops_links import LINK_OPERATIONS
from agent.documents.docx.ops_lists import LIST_OPERATIONS
from agent.documents.docx.ops_markdown import MARKDOWN_OPERATIONS
from agent.documents.docx.ops_pictures import PICTURE_OPERATIONS
from agent.documents.docx.ops_styles import STYLE_OPERATIONS
from agent.documents.docx.ops_table import TABLE_OPERATIONS
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

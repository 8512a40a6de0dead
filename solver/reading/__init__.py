"""Reading files from outside, each of which may be hostile.

They may be too large, badly encoded, or built to explode.

Everything that evenset reads from a path goes through here, so that a limit is set once.
"""

from solver.reading.faults import MAX_FAULTS, explain_invalid, fault
from solver.reading.plain_json import parse_json, read_json
from solver.reading.plain_yaml import MAX_DEPTH, parse_yaml, read_yaml
from solver.reading.tables import DELIMITERS, delimiter_of, miscounted, read_csv, said_delimiter
from solver.reading.text import Document, read_text

__all__ = [
    "DELIMITERS",
    "MAX_DEPTH",
    "MAX_FAULTS",
    "Document",
    "delimiter_of",
    "explain_invalid",
    "fault",
    "miscounted",
    "parse_json",
    "parse_yaml",
    "read_csv",
    "read_json",
    "read_text",
    "read_yaml",
    "said_delimiter",
]

"""Office packages (OPC): zips of XML parts, opened with care and written without loss."""

"""Programs that the person has installed: LibreOffice, Tesseract."""

"""The papers of an assessment that HR files: forms, lists, summaries and notices, as xlsx, docx or PDF."""

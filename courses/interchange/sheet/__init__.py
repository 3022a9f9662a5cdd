"""A spreadsheet with a question in each row, for people who keep their questions in one."""

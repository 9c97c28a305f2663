"""Mails, mailboxes and archives: files that hold files."""

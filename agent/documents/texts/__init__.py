"""Texts, tables as text, markup."""

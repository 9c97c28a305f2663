"""The user's folders: Grants, reading, Staging, commit, undo."""

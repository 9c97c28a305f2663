"""Folds of Notices into frozen view states. No Qt."""

"""Ä docstring."""

def undefined(n: int) -> int:
    return "ä", m

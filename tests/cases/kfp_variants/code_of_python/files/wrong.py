def counts(n: int) -> int:
    return n + total

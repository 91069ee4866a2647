def broken(n: int) -> int:
    total = (n +
    return total

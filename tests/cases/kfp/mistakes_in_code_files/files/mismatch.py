def save(n: str, other: int) -> float:
    return 0.5

def allowed(n: int) -> int:
    return m

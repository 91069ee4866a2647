def without_annotation(first: int, second) -> int:
    return first

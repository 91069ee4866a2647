def load(n: int) -> int:
    return n


def save(text: str) -> str:
    return text.upper()

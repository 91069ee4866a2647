from kfp.dsl import Dataset, Input, Model, Output


def train(data: Input[Dataset], model: Output[Model], epochs: int = 3) -> float:
    """Writes the number of epochs as the model."""
    with open(model.path, "w") as file:
        file.write(f"{epochs} of {data.uri}")
    return 0.5

import os


def module():
    os.environ["DB_PASSWORD"] = "hunter2"
    print("AKIAIOSFODNN7EXAMPLE")

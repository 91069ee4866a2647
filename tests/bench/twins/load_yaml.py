"""Loads the documents of a folder by PyYAML's C loader and prints the milliseconds of processor time that takes.

usage: load_yaml.py FOLDER
"""
import pathlib
import sys
import time

import yaml

texts = [path.read_text() for path in pathlib.Path(sys.argv[1]).iterdir()]
start = time.process_time()
for text in texts:
    for _ in yaml.load_all(text, yaml.CSafeLoader):
        pass
print((time.process_time() - start) * 1e3)

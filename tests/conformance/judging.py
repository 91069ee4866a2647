"""What the conformance drivers have in common: where things are, running the compiler, and the verdict.

A driver's exit status: 0 all is well, 1 something is wrong, 77 (skipped, for ctest) if nothing is wrong but a part could not
be judged.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
HERE = os.path.join(ROOT, "tests", "conformance")
SHARED = os.path.realpath(os.environ.get("MLPC_SHARED") or os.path.join(ROOT, "..", "shared"))
DATA = os.path.join(SHARED, "data")
ENVIRONMENTS = os.path.join(ROOT, "build", "conformance")
NODE = os.path.join(ENVIRONMENTS, "node")
TRAINER = os.path.join(ENVIRONMENTS, "trainer")
CASES = os.path.join(ROOT, "tests", "cases")


class Verdict:
    def __init__(self):
        self.wrong = 0
        self.right = 0
        self.skipped = 0

    def check(self, good, what, detail=""):
        """Records the outcome of one comparison; `detail` is printed if it failed."""
        if good:
            self.right += 1
            print("ok      " + what)
        else:
            self.wrong += 1
            print("WRONG   " + what)
            if detail:
                print("        " + str(detail).rstrip().replace("\n", "\n        "))
        return good

    def skip(self, why):
        self.skipped += 1
        print("SKIPPED: " + why)

    def status(self):
        print("%d right, %d wrong, %d not judged" % (self.right, self.wrong, self.skipped))
        if self.wrong or not (self.right or self.skipped):
            return 1
        return 77 if self.skipped else 0


def run(words, **options):
    """Runs a program; returns its exit status and its output, with both streams in one."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          encoding="utf-8", errors="replace", **options)
    return done.returncode, done.stdout


def have_shared(verdict):
    """Whether there are data beside the project; otherwise counts as skipped."""
    if os.path.isdir(DATA):
        return True
    verdict.skip("no data in %s (set MLPC_SHARED)" % DATA)
    return False


def node(script, *arguments):
    """Runs one of our node programs with the packages that it needs."""
    return run([os.path.join(NODE, "node"), os.path.join(HERE, "node", script), NODE, *arguments])


def expected_documents(*suffixes):
    """The expected output of the golden cases, sorted by path. The test `cases` checks that the compiler emits it."""
    paths = glob.glob(os.path.join(CASES, "**", "expected", "*"), recursive=True)
    return sorted(path for path in paths if path.endswith(suffixes))


def of_case(path):
    """What messages call a document of a golden case."""
    return os.path.relpath(path, CASES).replace(os.sep + "expected" + os.sep, ": ")


def compile_source(verdict, mlpc, source):
    """Compiles a file of the project into a new folder and returns that, or reports an error and returns None."""
    folder = tempfile.mkdtemp(prefix="mlpc-conformance-")
    path = os.path.join(ROOT, source)
    if not verdict.check(os.path.exists(path), source + " is there"):
        return None
    status, output = run([mlpc, "compile", path, "-o", folder], cwd=ROOT)
    if not verdict.check(status == 0, "mlpc compile " + source, output):
        return None
    return folder


def named(folder, *suffixes):
    """The paths in `folder` that end in one of the suffixes, sorted."""
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(suffixes)]


def main(compiled, self_check, data=None):
    """A driver's main: `DRIVER MLPC` judges the compiler's output, `DRIVER --self-check` the judge itself, and
    `DRIVER --data MLPC` both with documents that are not part of the project; without these it is skipped.

    A judge that accepts everything is useless, so each is shown documents that are known to be right or wrong.
    """
    verdict = Verdict()
    if sys.argv[1] == "--self-check":
        self_check(verdict)
    elif sys.argv[1] == "--data":
        if have_shared(verdict):
            data(verdict, sys.argv[2])
    else:
        compiled(verdict, sys.argv[1])
    sys.exit(verdict.status())


def discard(folder):
    shutil.rmtree(folder, ignore_errors=True)

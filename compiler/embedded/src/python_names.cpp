#include "mlpc/embedded/python_names.h"

#include <algorithm>
#include <array>

namespace mlpc::embedded {
namespace {

/// The words of a list, in byte order.
template <size_t Count>
constexpr std::array<std::string_view, Count> sorted(std::string_view list) {
  std::array<std::string_view, Count> words;
  for (std::string_view& word : words) {
    word = list.substr(0, list.find(' '));
    list.remove_prefix(std::min(word.size() + 1, list.size()));
  }
  std::sort(words.begin(), words.end());
  return words;
}

constexpr size_t count(std::string_view list) {
  return static_cast<size_t>(std::count(list.begin(), list.end(), ' ')) + 1;
}

constexpr std::string_view kBuiltins =
    "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError "
    "BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError "
    "ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception "
    "ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError "
    "ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError "
    "KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented "
    "NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError "
    "PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning "
    "StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True "
    "TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError "
    "UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError __annotations__ __build_class__ "
    "__builtins__ __debug__ __doc__ __file__ __import__ __loader__ __name__ __package__ __path__ __spec__ abs aiter "
    "all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright "
    "credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr "
    "hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object "
    "oct open ord pow print property quit range repr reveal_type reversed round set setattr slice sorted staticmethod "
    "str sum super tuple type vars zip";

constexpr std::string_view kStandardModules =
    "__future__ __main__ _thread abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop "
    "base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop "
    "collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes "
    "curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno "
    "faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath getopt getpass "
    "gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io "
    "ipaddress itertools json keyword lib2to3 linecache locale logging lzma macpath mailbox mailcap marshal math "
    "mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode "
    "operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib "
    "posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re "
    "readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd "
    "smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string "
    "stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile "
    "termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty "
    "turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg "
    "winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";

// `kfp`, `from kfp.dsl import *` and `from typing import *` (executor_main of kfp 2.15).
constexpr std::string_view kExecutorNames =
    "AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable "
    "BinaryIO ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager Coroutine Counter "
    "DefaultDict Deque Dict Final ForwardRef FrozenSet Generator Generic Hashable IO ItemsView Iterable Iterator "
    "KeysView List Literal LiteralString Mapping MappingView Match MutableMapping MutableSequence MutableSet "
    "NamedTuple Never NewType NoReturn NotRequired Optional OrderedDict ParamSpec ParamSpecArgs ParamSpecKwargs "
    "Pattern Protocol Required Reversible Self Sequence Set Sized SupportsAbs SupportsBytes SupportsComplex "
    "SupportsFloat SupportsIndex SupportsInt SupportsRound TYPE_CHECKING Text TextIO Tuple Type TypeAlias TypeGuard "
    "TypeVar TypeVarTuple TypedDict Union Unpack ValuesView assert_never assert_type cast clear_overloads "
    "dataclass_transform final get_args get_origin get_overloads get_type_hints is_typeddict no_type_check "
    "no_type_check_decorator overload override reveal_type runtime_checkable Artifact ClassificationMetrics Collected "
    "ConcatPlaceholder Condition ContainerSpec Dataset Elif Else EmbeddedInput ExitHandler HTML If "
    "IfPresentPlaceholder Input InputPath KubernetesWorkspaceConfig Markdown Metrics Model OneOf Output OutputPath "
    "PIPELINE_JOB_CREATE_TIME_UTC_PLACEHOLDER PIPELINE_JOB_ID_PLACEHOLDER PIPELINE_JOB_NAME_PLACEHOLDER "
    "PIPELINE_JOB_RESOURCE_NAME_PLACEHOLDER PIPELINE_JOB_SCHEDULE_TIME_UTC_PLACEHOLDER PIPELINE_ROOT_PLACEHOLDER "
    "PIPELINE_TASK_EXECUTOR_INPUT_PLACEHOLDER PIPELINE_TASK_EXECUTOR_OUTPUT_PATH_PLACEHOLDER "
    "PIPELINE_TASK_ID_PLACEHOLDER PIPELINE_TASK_NAME_PLACEHOLDER ParallelFor PipelineConfig PipelineTask "
    "PipelineTaskFinalStatus SlicedClassificationMetrics TaskConfig TaskConfigField TaskConfigPassthrough "
    "WORKSPACE_PATH_PLACEHOLDER WorkspaceConfig component container_component dsl get_uri graph_component importer "
    "kfp notebook_component pipeline";

constexpr auto kSortedBuiltins = sorted<count(kBuiltins)>(kBuiltins);
constexpr auto kSortedModules = sorted<count(kStandardModules)>(kStandardModules);
constexpr auto kSortedExecutorNames = sorted<count(kExecutorNames)>(kExecutorNames);

template <typename Words>
bool holds(const Words& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace

bool isPythonBuiltin(std::string_view word) { return holds(kSortedBuiltins, word); }

bool isPythonStandardModule(std::string_view topLevelName) { return holds(kSortedModules, topLevelName); }

bool isExecutorName(std::string_view word) { return holds(kSortedExecutorNames, word); }

std::span<const std::string_view> executorNames() { return kSortedExecutorNames; }

}  // namespace mlpc::embedded

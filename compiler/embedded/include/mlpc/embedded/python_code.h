#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

enum class PythonErrorKind : uint8_t {
  UnterminatedString,
  UnclosedBracket,
  UnexpectedBracket,  ///< closes nothing
  MismatchedBracket,  ///< closes another kind; `other` is where that was opened
  InconsistentDedent,
  UnexpectedIndent,
  MissingIndent,  ///< after a `:` at the end of a line
  MixedIndent,    ///< tabs and spaces whose order is ambiguous
  BadCharacter,
  Import,           ///< `reason` says what is wrong with it
  UnexpectedToken,  ///< what is there cannot follow
  LineTooShort,     ///< the line ends where something should follow
  MissingColon,     ///< at the end of the head of a block
  PrintStatement,   ///< as in Python 2; also `exec`
  MissingExcept,    ///< instead of this; `other` is the `try`
};
struct PythonError {
  PythonErrorKind kind{};
  Range range;
  uint32_t other = 0;
  std::string_view reason;
};

struct PythonParameter {
  Range name;
  Node annotation;  ///< absent if it has none; the same goes for the default
  Node defaultValue;
  bool star = false;      ///< `*args`, `**kwargs`
  bool keywords = false;  ///< `**kwargs`
};
struct PythonFunction {
  std::string_view name;
  Range nameRange;
  std::vector<PythonParameter> parameters;
  Node returns;  ///< the annotation after `->`
  Node body;
};
struct PythonReturn {
  Range keyword;
  Node value;  ///< absent for a bare `return`
};
struct PythonImport {
  std::string_view module;  ///< dotted name; empty for a relative import
  Range range;              ///< of the module's name
  bool guarded = false;     ///< under `try` or `if`: may be missing on purpose
  bool inFunction = false;
};
/// A call of a dotted name: `mlflow.log_metric(…)`.
struct PythonCall {
  struct Keyword {
    std::string_view name;
    Range range;              ///< of the name
    std::string_view string;  ///< the value, if it is a single plain string literal
  };
  std::string_view callee;
  Range range;                   ///< of the callee
  std::string_view firstString;  ///< the first argument, if it is a single plain string literal
  Range firstArgument;           ///< of that literal
  std::vector<Keyword> keywords;
  size_t positional = 0;
  bool spread = false;   ///< has `*` or `**` arguments
  bool withRun = false;  ///< inside a `with` whose head calls something called `start_run`
};

/// What can be found out about Python code without running it. A placeholder counts as a name.
class PythonCode {
 public:
  explicit PythonCode(std::string_view code);

  /// What Python would reject, in the order of the text. Not everything: a fence with a placeholder in an odd place is
  /// given the benefit of the doubt.
  [[nodiscard]] const std::vector<PythonError>& errors() const { return errors_; }
  /// Whether nothing else should be concluded from the code: it has errors other than those of imports, or was not
  /// read.
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] std::string_view code() const { return code_; }
  [[nodiscard]] std::string_view text(Range range) const {
    return std::string_view(code_).substr(range.begin, range.end - range.begin);
  }
  [[nodiscard]] const SyntaxTree& tree() const { return *tree_; }
  [[nodiscard]] Node root() const { return tree_->root(); }

  /// The functions at the top level.
  [[nodiscard]] std::vector<PythonFunction> functions() const;
  /// The returns in `body`, but not those in functions inside it.
  [[nodiscard]] std::vector<PythonReturn> returns(Node body) const;
  /// Whether the end of `body` can be reached. False if that is not known.
  [[nodiscard]] bool fallsThrough(Node body) const;
  /// The last statement of `body`, or the head of its last part if that has a suite.
  [[nodiscard]] Range lastHead(Node body) const;
  [[nodiscard]] std::vector<PythonImport> imports() const;
  [[nodiscard]] std::vector<PythonCall> calls() const;
  /// Names that are read but that nothing in the code binds, each at its first use; `known` are bound from outside.
  /// Empty if the code does things that bind names invisibly (`import *`, `exec`, `globals()`).
  [[nodiscard]] std::vector<Range> undefinedNames(const std::unordered_set<std::string_view>& known) const;
  /// Every name in the code, including attributes.
  [[nodiscard]] std::vector<Range> names() const;
  /// Whether the byte at `at` is in a string literal.
  [[nodiscard]] bool inString(uint32_t at) const;

 private:
  std::string code_;
  std::unique_ptr<const SyntaxTree> tree_;
  std::vector<PythonError> errors_;
  std::vector<Range> unreadable_;  ///< lines that were left out of the tree
  bool broken_ = false;
};

/// The contents of a string literal, with escapes unchanged; empty if the node is not one, or has replacement fields,
/// or is a bytes literal.
std::string_view pythonString(Node node);
/// Whether a node is a string literal without replacement fields, and not a bytes literal.
bool isPlainPythonString(Node node);

}  // namespace mlpc::embedded

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "python_lexer.h"

namespace mlpc::sema {

/// A stretch of the Python text.
struct PythonRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// A statement: its own tokens (the head of a compound one), and the statements of its suite.
struct PythonStatement {
  uint32_t first = 0;        ///< token index
  uint32_t last = 0;         ///< behind the last token, the `:` of a head included
  std::string_view keyword;  ///< first word if that is a keyword (`return`, `def`, `import`, …), else empty
  bool compound = false;
  std::vector<PythonStatement> body;
};

struct PythonParameter {
  PythonRange name;
  PythonRange annotation;  ///< empty range if there is none
  PythonRange defaultValue;
  bool star = false;  ///< `*args`, `**kwargs`
};
struct PythonFunction {
  std::string_view name;
  PythonRange nameRange;
  std::vector<PythonParameter> parameters;
  PythonRange returns;  ///< annotation behind `->`; empty if there is none
  const PythonStatement* statement = nullptr;
};
struct PythonReturn {
  PythonRange keyword;
  PythonRange value;  ///< empty if there is none
};
struct PythonImport {
  std::string_view module;  ///< dotted name; empty for a relative import
  PythonRange range;        ///< of the module's name
  bool guarded = false;     ///< under `try` or `if`: may be missing on purpose
  bool inFunction = false;
  std::string_view wrong;  ///< why Python refuses it, or ""
  PythonRange wrongRange;  ///< where
};
/// A call of a dotted name: `mlflow.log_metric(…)`.
struct PythonCall {
  std::string_view callee;
  PythonRange range;             ///< of the callee
  std::string_view firstString;  ///< body of the first argument if that is one plain string literal
  PythonRange firstArgument;     ///< token of that string
  std::vector<std::pair<std::string_view, PythonRange>> keywords;  ///< names of keyword arguments
  std::vector<std::string_view>
      keywordStrings;  ///< by keyword: the body of its value if that is one plain string literal
  size_t positional = 0;
  bool spread = false;   ///< has `*` or `**` arguments
  bool withRun = false;  ///< inside a `with` whose head calls something called `start_run`
};

/// What can be told about Python code without running it.
class PythonCode {
 public:
  explicit PythonCode(std::string_view code);
  PythonCode(const PythonCode&) = delete;
  PythonCode& operator=(const PythonCode&) = delete;

  [[nodiscard]] const std::vector<PythonError>& errors() const { return tokens_.errors; }
  [[nodiscard]] const std::vector<PythonStatement>& statements() const { return statements_; }
  [[nodiscard]] std::string_view text(PythonRange range) const {
    return code_.substr(range.begin, range.end - range.begin);
  }
  [[nodiscard]] std::string_view text(const PythonToken& token) const {
    return code_.substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] const std::vector<PythonToken>& tokens() const { return tokens_.tokens; }

  /// The functions at the top level.
  [[nodiscard]] std::vector<PythonFunction> functions() const;
  /// The returns of `body`, not those of functions inside it.
  [[nodiscard]] std::vector<PythonReturn> returns(const std::vector<PythonStatement>& body) const;
  /// Whether the end of `body` can be reached. `Unknown` counts as no.
  [[nodiscard]] bool fallsThrough(const std::vector<PythonStatement>& body) const;
  [[nodiscard]] std::vector<PythonImport> imports() const;
  [[nodiscard]] std::vector<PythonCall> calls() const;
  /// Names that are read and that nothing in the code binds, each at its first use; `known` are bound from outside.
  /// Empty if the code does things that bind names unseen (`import *`, `exec`, `globals()`).
  [[nodiscard]] std::vector<PythonRange> undefinedNames(const std::unordered_set<std::string>& known) const;

 private:
  std::string_view code_;
  PythonTokens tokens_;
  std::vector<PythonStatement> statements_;
};

/// A module is there when one of these distributions is installed, in normalised spelling (lower case, dashes).
/// `module` is dotted.
std::vector<std::string> pythonPackagesOf(std::string_view module);
/// What is imported as `topLevelName` comes with the distribution `package` as one of its dependencies.
bool pythonPackageBrings(std::string_view package, std::string_view topLevelName);
/// The distribution's name in a requirement: `mlflow` of `MLflow[extras]>=3.10`. Empty for URLs and paths.
std::string pythonRequirementName(std::string_view requirement);

}  // namespace mlpc::sema

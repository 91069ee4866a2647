#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class ExpressionChecker;

/// Binds the arguments of one call to the inputs of the callee, and checks each.
class ArgumentChecker {
 public:
  ArgumentChecker(FileContext& file, ExpressionChecker& expressions, const syntax::CallExpr& call, SymbolId callee,
                  const Signature& signature);
  /// `at` is where the call is.
  CallUse run(const At& at);

 private:
  void argument(const At& at, const syntax::Argument& argument);
  void bind(const At& at, const syntax::Argument& argument, const syntax::Name& name, size_t index);
  void reportUnknown(const syntax::Name& name);
  void reportUnknownBare(const syntax::Name& name);
  void reportPosition(const syntax::Argument& argument);
  void reportMissing();
  [[nodiscard]] size_t indexOf(std::string_view name);

  FileContext& file_;
  ExpressionChecker& expressions_;
  const syntax::CallExpr& call_;
  SymbolId callee_;
  const Signature& signature_;
  const std::vector<Field>& inputs_;
  std::string name_;  ///< of the callee, for messages
  bool broken_;       ///< its declaration could not be read, so any input may be missing here
  CallUse use_;
  std::vector<source::Span> given_;                       ///< for each input, where its argument is
  std::unordered_map<std::string_view, size_t> indices_;  ///< by name, if there are many inputs
  size_t position_ = 0;                                   ///< of the next argument without a name
  bool unknown_ = false;                                  ///< an argument was given that matches no input
};

}  // namespace mlpc::sema

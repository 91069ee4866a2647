#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mlpc/ir/value.h"
#include "mlpc/support/constant.h"

namespace mlpc::lower {

/// Reads code of another language piece by piece, and decides how a value is inserted at the point reached.
///
/// What is inserted is scanned too, so that a literal can never change the meaning of the code around it: where it
/// would (by ending a here-document, say), there is no literal.
class CodeScanner {
 public:
  virtual ~CodeScanner() = default;
  /// The next piece of the code, as written.
  virtual void text(std::string_view code) = 0;
  /// How a constant is written here; empty if it cannot be written here safely.
  virtual std::optional<std::string> literal(const support::Constant& value) = 0;
  /// How the code quotes a value here that is not known at compile time; continues after it.
  virtual ir::CodePlace place() = 0;
};

/// The scanner for a fence's language; if that is not known, constants are inserted as their text.
std::unique_ptr<CodeScanner> makeCodeScanner(std::string_view language);

std::unique_ptr<CodeScanner> makeShellScanner();
std::unique_ptr<CodeScanner> makePowerShellScanner();

}  // namespace mlpc::lower

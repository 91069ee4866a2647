#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mlpc/ir/value.h"
#include "mlpc/support/constant.h"

namespace mlpc::lower {

/// Reads code of another language as it grows and says how a value gets into it at the point that was reached.
///
/// What is inserted is scanned too, so that a literal can never change what the code around it means: where it would
/// (it ends a here-document, say), there is no literal.
class CodeScanner {
 public:
  virtual ~CodeScanner() = default;
  /// The next piece of the code, as written.
  virtual void text(std::string_view code) = 0;
  /// The text that stands for a constant here; nothing if it cannot be written here safely.
  virtual std::optional<std::string> literal(const support::Constant& value) = 0;
  /// Where a value that is not known when compiling would stand; reads on behind it.
  virtual ir::CodePlace place() = 0;
};

/// The scanner of a fence's language; for one that is not known, constants are inserted as their text.
std::unique_ptr<CodeScanner> makeCodeScanner(std::string_view language);

std::unique_ptr<CodeScanner> makeShellScanner();
std::unique_ptr<CodeScanner> makePowerShellScanner();

}  // namespace mlpc::lower

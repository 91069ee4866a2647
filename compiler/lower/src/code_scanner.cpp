#include "code_scanner.h"

namespace mlpc::lower {
namespace {

/// Text, JSON, SQL, …: no quoting rules are known.
class PlainScanner final : public CodeScanner {
 public:
  void text(std::string_view code) override { static_cast<void>(code); }
  std::optional<std::string> literal(const support::Constant& value) override { return value.toText(); }
  ir::CodePlace place() override { return ir::CodePlace::Unknown; }
};

}  // namespace

std::unique_ptr<CodeScanner> makeCodeScanner(std::string_view language) {
  if (language == "bash" || language == "sh") return makeShellScanner();
  if (language == "pwsh" || language == "powershell") return makePowerShellScanner();
  return std::make_unique<PlainScanner>();
}

}  // namespace mlpc::lower

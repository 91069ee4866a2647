#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "mlpc/format/format.h"
#include "mlpc/parse/parse.h"

namespace {

std::shared_ptr<const mlpc::syntax::ParsedFile> parsed(const std::string& text) {
  return mlpc::parse::parse(mlpc::source::FileId(0),
                            std::make_shared<const mlpc::source::SourceFile>("fuzz.mlp", "fuzz.mlp", text));
}

mlpc::format::Formatted formatted(const std::string& text, const mlpc::format::Style& style) {
  return mlpc::format::format(*parsed(text), style);
}

}  // namespace

// Any bytes can be formatted: the formatter itself finds that nothing was lost and that the result is read the same.
// What was formatted stays as it is; around syntax errors, it may settle later.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const bool broken = parsed(text)->findings.hasErrors();
  for (const mlpc::format::Style style : {mlpc::format::Style{}, mlpc::format::Style{20, 4}}) {
    const auto once = formatted(text, style);
    for (const auto& report : once.findings) std::fprintf(stderr, "%s\n", report.message.c_str());
    if (!once.findings.empty()) std::abort();
    if (!broken && formatted(once.text, style).text != once.text) std::abort();
  }
  return 0;
}

#include <cstdint>
#include <cstdlib>
#include <string>

#include "mlpc/importers/kfp/kfp.h"
#include "mlpc/parse/parse.h"

// Imports or rejects any bytes in bounded time; the resulting source can be parsed without errors.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mlpc::source::SourceManager sources;
  mlpc::diag::Engine diags;
  const auto file = sources.add("fuzz.yaml", "fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const auto imported = mlpc::importers::kfp::importPipeline(sources, file, diags);
  for (const auto& report : diags.sorted()) {
    if (report.span.valid() && (report.span.begin > report.span.end || report.span.end > size)) std::abort();
  }
  // A rejection is reported.
  if (!imported) {
    if (diags.sorted().empty()) std::abort();
    return 0;
  }
  const auto source = std::make_shared<const mlpc::source::SourceFile>("fuzz.mlp", "fuzz.mlp", imported->text);
  if (mlpc::parse::parse(mlpc::source::FileId(1), source)->findings.hasErrors()) std::abort();
  return 0;
}

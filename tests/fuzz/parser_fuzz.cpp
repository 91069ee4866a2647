#include <cstdint>
#include <cstdlib>
#include <string>

#include "mlpc/parse/parse.h"

// Any bytes give a tree, and every span in it lies within the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mlpc::source::SourceManager sources;
  mlpc::diag::Engine diags;
  const auto file = sources.add("fuzz.mlp", "fuzz.mlp", std::string(reinterpret_cast<const char*>(data), size));
  const auto tree = mlpc::parse::parseFile(sources, file, diags);
  const auto inside = [&](mlpc::source::Span span) { return span.begin <= span.end && span.end <= size; };
  tree->exprs.forEachId([&](auto id) {
    if (!inside(tree->exprs[id].span)) std::abort();
  });
  for (const auto& stmt : tree->stmts) {
    if (!inside(stmt.span)) std::abort();
  }
  for (const auto& report : diags.sorted()) {
    if (report.span.valid() && !inside(report.span)) std::abort();
  }
  return 0;
}

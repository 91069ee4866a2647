#include <cstdint>
#include <cstdlib>
#include <string>

#include "mlpc/parse/parse.h"

// Any bytes give a tree, and every span in it is inside the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const mlpc::source::FileId file(0);
  const auto parsed =
      mlpc::parse::parse(file, std::make_shared<const mlpc::source::SourceFile>(
                                   "fuzz.mlp", "fuzz.mlp", std::string(reinterpret_cast<const char*>(data), size)));
  const auto inside = [&](mlpc::source::Span span) { return span.begin <= span.end && span.end <= size; };
  const mlpc::syntax::Tree& tree = parsed->tree;
  tree.exprs.forEachId([&](mlpc::syntax::ExprId id) {
    if (!inside(tree.exprs[id].span)) std::abort();
  });
  tree.stmts.forEachId([&](mlpc::syntax::StmtId id) {
    if (!inside(tree.stmts[id].span)) std::abort();
  });
  for (const auto& report : parsed->findings) {
    if (report.span.valid() && !inside(report.span)) std::abort();
  }
  for (const auto& comment : parsed->comments) {
    if (comment.begin > comment.end || comment.end > size) std::abort();
  }
  return 0;
}

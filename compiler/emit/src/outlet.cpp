#include "mlpc/emit/outlet.h"

#include <llvm/ADT/Hashing.h>
#include <llvm/ADT/StringRef.h>

#include "script_printer.h"
#include "yaml_writer.h"

namespace mlpc::emit {

Outlet::Outlet(const BackendOptions& options, diag::Engine& diags, const source::SourceManager* sources,
               Printing printing)
    : maps_(options.sourceMap), prints_(printing == Printing::Text), diags_(diags), sources_(sources) {
  more_.assign(options.moreGates.begin(), options.moreGates.end());
}

OutputFile Outlet::start(std::string name, source::Span origin) {
  file_ = name;
  pass(Outgoing::Kind::File, {}, name, origin);
  OutputFile file;
  file.name = std::move(name);
  file.origin = origin;
  return file;
}

void Outlet::finish(OutputFile file) {
  file_.clear();
  files_.push_back(std::move(file));
}

void Outlet::pass(Outgoing::Kind kind, std::string_view key, std::string_view text, source::Span origin) {
  pass({.kind = kind, .key = key, .text = text, .origin = origin, .name = key});
}

void Outlet::passName(std::string_view key, std::string_view name, source::Span origin) {
  // Most names are those of the target, and occur for each task.
  const size_t same = llvm::hash_value(llvm::StringRef(name));
  if (more_.empty() && passed_.contains(same)) return;
  if (judge({.kind = Outgoing::Kind::Name, .key = key, .text = name, .origin = origin, .name = key})) remember(same);
}

void Outlet::pass(Outgoing outgoing) {
  // Documents repeat what is long, such as the command that installs packages. What is short is judged faster than
  // looked up.
  constexpr size_t kLong = 100;
  if (outgoing.text.size() < kLong || !more_.empty()) {
    judge(outgoing);
    return;
  }
  const size_t same = llvm::hash_combine(outgoing.kind, outgoing.role, llvm::StringRef(outgoing.key),
                                         llvm::StringRef(outgoing.name), llvm::StringRef(outgoing.text));
  if (!passed_.contains(same) && judge(outgoing)) remember(same);
}

bool Outlet::judge(Outgoing outgoing) {
  outgoing.file = file_;
  outgoing.sources = sources_;
  bool clean = true;
  for (const Gate gate : gates()) clean &= gate(outgoing, diags_);
  for (const Gate gate : more_) clean &= gate(outgoing, diags_);
  return clean;
}

void Outlet::remember(size_t hash) {
  constexpr size_t kMost = 1U << 16U;
  if (passed_.size() < kMost) passed_.insert(hash);
}

void Outlet::packed(std::string_view name, std::string_view content, source::Span origin) {
  pass(Outgoing::Kind::Packed, name, content, origin);
}

void Outlet::passComment(std::string_view lines, source::Span origin) {
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    pass(Outgoing::Kind::Comment, {}, lines.substr(0, end), origin);
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

void Outlet::yaml(std::string name, source::Span origin, const Node& document, std::string_view header) {
  OutputFile file = start(std::move(name), origin);
  passComment(header, origin);
  passAll(document, origin);
  if (prints_) file.text = writeYaml(document, header, maps_ ? &file.map : nullptr, origin);
  finish(std::move(file));
}

void Outlet::script(std::string name, source::Span origin, const Script& script) {
  OutputFile file = start(std::move(name), origin);
  const std::string_view text = script.text();
  std::vector<Outgoing::Part> parts;
  for (const ScriptLine& line : linesOf(text, script.marks(), origin)) {
    pass(Outgoing::Kind::Script, {}, text.substr(line.begin, line.end - line.begin), line.origin);
    parts.push_back({line.begin, line.origin});
    for (const Script::Mark& part : line.parts) {
      parts.push_back({part.begin, part.origin});
      parts.push_back({part.end, line.origin});
    }
  }
  pass({.kind = Outgoing::Kind::Lines, .text = text, .origin = origin, .parts = parts});
  for (const Script::Document& document : script.documents()) passAll(document.node, origin);
  file.executable = true;
  if (prints_) file.text = printScript(script, origin, maps_ ? &file.map : nullptr);
  finish(std::move(file));
}

SharedPiece Outlet::piece(Node node, source::Span origin) {
  if (node.empty()) return nullptr;
  node.sortKeys();
  passAll(node, origin);
  auto piece = std::make_shared<Piece>();
  if (prints_) piece->text = writeYaml(node, {}, maps_ ? &piece->map : nullptr);
  for (size_t at = piece->text.find('\n'); at != std::string::npos; at = piece->text.find('\n', at + 1)) ++piece->lines;
  return piece;
}

}  // namespace mlpc::emit

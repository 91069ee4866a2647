#include "mlpc/emit/outlet.h"

#include "mlpc/emit/yaml_writer.h"
#include "script_printer.h"

namespace mlpc::emit {

std::span<const Gate> gates() { return {}; }

bool samePiece(const SharedPiece& a, const SharedPiece& b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr) return false;
  return a->text == b->text && sameData(a->node, b->node);
}

size_t hashOf(const SharedPiece& piece) {
  if (piece == nullptr) return 0;
  return piece->text.empty() ? hashOf(piece->node) : std::hash<std::string>()(piece->text);
}

Outlet::Outlet(Purpose purpose, const BackendOptions& options, diag::Engine& diags)
    : prints_(purpose == Purpose::Print), maps_(prints_ && options.sourceMap), diags_(diags) {
  const auto own = gates();
  gates_.assign(own.begin(), own.end());
  gates_.insert(gates_.end(), options.moreGates.begin(), options.moreGates.end());
}

void Outlet::pass(Outgoing::Kind kind, std::string_view key, std::string_view text, source::Span origin) {
  for (const Gate gate : gates_) gate({kind, file_, key, text, origin}, diags_);
}

void Outlet::passAll(const Node& node, source::Span origin, std::string_view key) {
  if (gates_.empty()) return;
  if (node.origin().valid()) origin = node.origin();
  if (!node.comment().empty()) passComment(node.comment(), origin);
  if (const auto* text = node.as<std::string>()) {
    pass(Outgoing::Kind::Text, key, *text, origin);
  } else if (const auto* items = node.as<Node::Sequence>()) {
    for (const Node& item : *items) passAll(item, origin, key);
  } else if (const auto* entries = node.as<Node::Mapping>()) {
    for (const Entry& entry : *entries) {
      const source::Span asked = entry.value.origin().valid() ? entry.value.origin() : origin;
      pass(Outgoing::Kind::Name, key, entry.key, entry.origin.valid() ? entry.origin : asked);
      passAll(entry.value, origin, entry.key);
    }
  }
}

void Outlet::passComment(std::string_view lines, source::Span origin) {
  if (gates_.empty()) return;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    pass(Outgoing::Kind::Comment, {}, lines.substr(0, end), origin);
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

void Outlet::yaml(std::string name, source::Span origin, const Node& document, std::string_view header) {
  file_ = name;
  passComment(header, origin);
  passAll(document, origin);
  file_ = {};
  OutputFile file;
  file.name = std::move(name);
  file.origin = origin;
  if (prints_) file.text = writeYaml(document, header, maps_ ? &file.map : nullptr, origin);
  files_.push_back(std::move(file));
}

void Outlet::script(std::string name, source::Span origin, const Script& script) {
  if (!gates_.empty()) {
    file_ = name;
    for (const ScriptLine& line : linesOf(script.text(), script.marks(), origin)) {
      pass(Outgoing::Kind::Script, {}, std::string_view(script.text()).substr(line.begin, line.end - line.begin),
           line.origin);
    }
    for (const Script::Document& document : script.documents()) passAll(document.node, origin);
    file_ = {};
  }
  OutputFile file;
  file.name = std::move(name);
  file.executable = true;
  file.origin = origin;
  if (prints_) file.text = printScript(script, origin, maps_ ? &file.map : nullptr);
  files_.push_back(std::move(file));
}

SharedPiece Outlet::piece(Node node, source::Span origin) {
  if (node.empty()) return nullptr;
  node.sortKeys();
  passAll(node, origin);
  auto piece = std::make_shared<Piece>();
  if (prints_) {
    piece->text = writeYaml(node, {}, maps_ ? &piece->map : nullptr);
  } else {
    piece->node = std::move(node);
  }
  return piece;
}

}  // namespace mlpc::emit

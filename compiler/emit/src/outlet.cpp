#include "mlpc/emit/outlet.h"

#include "script_printer.h"
#include "yaml_writer.h"

namespace mlpc::emit {

Outlet::Outlet(const BackendOptions& options, diag::Engine& diags) : maps_(options.sourceMap), diags_(diags) {
  const auto own = gates();
  gates_.assign(own.begin(), own.end());
  gates_.insert(gates_.end(), options.moreGates.begin(), options.moreGates.end());
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
  for (const Gate gate : gates_) gate({kind, file_, key, text, origin}, diags_);
}

void Outlet::passAll(const Node& node, source::Span origin, std::string_view key) {
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
  file.text = writeYaml(document, header, maps_ ? &file.map : nullptr, origin);
  finish(std::move(file));
}

void Outlet::script(std::string name, source::Span origin, const Script& script) {
  OutputFile file = start(std::move(name), origin);
  for (const ScriptLine& line : linesOf(script.text(), script.marks(), origin)) {
    pass(Outgoing::Kind::Script, {}, std::string_view(script.text()).substr(line.begin, line.end - line.begin),
         line.origin);
  }
  for (const Script::Document& document : script.documents()) passAll(document.node, origin);
  file.executable = true;
  file.text = printScript(script, origin, maps_ ? &file.map : nullptr);
  finish(std::move(file));
}

SharedPiece Outlet::piece(Node node, source::Span origin) {
  if (node.empty()) return nullptr;
  node.sortKeys();
  passAll(node, origin);
  auto piece = std::make_shared<Piece>();
  piece->text = writeYaml(node, {}, maps_ ? &piece->map : nullptr);
  return piece;
}

}  // namespace mlpc::emit

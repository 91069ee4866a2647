#include <algorithm>

#include "methods.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/schema/schema.h"
#include "mlpc/syntax/walk.h"

// Documents that are not files: the standard library, what a source is compiled to, and the code in a fence.
namespace mlpc::lsp::methods {
namespace {

constexpr std::string_view kStandard = "mlpc:/standard/";

std::shared_ptr<const workspace::Snapshot> compiled(Session& session, const Json& params) {
  session.update();
  return session.projects.compile(session.documents.pathOf(params.at("uri").get<std::string>()));
}

std::string_view languageOf(const std::string& name) {
  if (name.ends_with(".sh")) return "shellscript";
  return name.ends_with(".json") ? "json" : "yaml";
}

/// `[{line, uri, range}]`: for lines of the document, where in the source they come from.
Json lineMap(Session& session, const workspace::Snapshot& snapshot, const emit::OutputFile& output) {
  Json map = Json::array();
  size_t line = 0;
  size_t at = 0;
  for (const emit::Mapped& entry : output.map) {
    line += static_cast<size_t>(std::count(output.text.begin() + static_cast<std::ptrdiff_t>(at),
                                           output.text.begin() + static_cast<std::ptrdiff_t>(entry.begin), '\n'));
    at = entry.begin;
    Json location = session.location(snapshot, entry.origin);
    if (location.is_null()) continue;
    location["line"] = line;
    map.push_back(std::move(location));
  }
  return map;
}

}  // namespace

Json textDocumentContent(Session& session, const Json& params) {
  static_cast<void>(session);
  const auto uri = params.at("uri").get<std::string>();
  if (!uri.starts_with(kStandard)) throw RequestError(RequestError::kRequestFailed, "there is no such document");
  const std::string name = uri.substr(kStandard.size());
  const source::SourceManager& sources = schema::standard().sources();
  for (size_t i = 0; i < sources.size(); ++i) {
    const source::SourceFile& file = sources.file(source::FileId(static_cast<uint32_t>(i) | source::kStandardFileBit));
    if (file.name().substr(file.name().find('/') + 1) == name) return {{"text", file.text()}};
  }
  throw RequestError(RequestError::kRequestFailed, "the standard library has no `" + name + "`");
}

Json compiledDocuments(Session& session, const Json& params) {
  const auto snapshot = compiled(session, params);
  if (!snapshot) throw RequestError(RequestError::kRequestFailed, "the program has errors");
  Json list = Json::array();
  for (const emit::OutputFile& output : snapshot->outputs) {
    Json one = {{"name", output.name}, {"languageId", languageOf(output.name)}};
    one["origin"] = session.location(*snapshot, output.origin);
    list.push_back(std::move(one));
  }
  return list;
}

Json compiledDocument(Session& session, const Json& params) {
  const auto snapshot = compiled(session, params);
  if (!snapshot) throw RequestError(RequestError::kRequestFailed, "the program has errors");
  const auto name = params.at("name").get<std::string>();
  for (const emit::OutputFile& output : snapshot->outputs) {
    if (output.name == name)
      return {{"text", output.text}, {"languageId", languageOf(name)}, {"map", lineMap(session, *snapshot, output)}};
  }
  throw RequestError(RequestError::kRequestFailed, "the program does not become `" + name + "`");
}

Json executeCommand(Session& session, const Json& params) {
  const auto command = params.at("command").get<std::string>();
  if (command != "mlpc.compile")
    throw RequestError(RequestError::kInvalidParams, "there is no command `" + command + "`");
  return compiledDocuments(session, {{"uri", params.at("arguments").at(0)}});
}

/// The code in a fence as a document of its own. Python gets the `def` that it is the body of, so that a server of
/// Python can work on it; `lineOffset` and `columnOffset` lead from lines of the source to lines of the document.
Json fence(Session& session, const Json& params) {
  const View view = session.view({{"uri", params.at("uri")}});
  if (!view) return nullptr;
  const uint32_t at = session.positions.offset(view.source(), params.at("position"));
  const syntax::Tree& tree = view.tree();
  for (const syntax::DeclId id : tree.order) {
    const syntax::Decl& decl = tree.decls[id];
    Json found;
    syntax::walkDeclaration(tree, id, [&](syntax::ExprId expr) {
      const auto* code = std::get_if<syntax::FenceExpr>(&tree.exprs[expr].node);
      if (code == nullptr || at < code->content.begin || at > code->content.end) return;
      const embedded::CodeText text = view.file().code->text(expr);
      std::string head;
      // A placeholder is some value: a name that is as long, so that columns stay the same.
      std::string body;
      uint32_t taken = 0;
      for (const embedded::CodeText::Placeholder& placeholder : text.placeholders()) {
        body += text.text().substr(taken, placeholder.at - taken);
        body.append(placeholder.span.end - placeholder.span.begin, '_');
        taken = placeholder.at + 1;
      }
      body += text.text().substr(taken);
      uint32_t indent = 0;
      const auto* component = std::get_if<syntax::ComponentDecl>(&decl.node);
      if (component != nullptr && code->language.text == "python") {
        head = "def " + std::string(decl.name.text) + "(";
        for (const syntax::Parameter& parameter : component->parameters)
          head += std::string(head.ends_with('(') ? "" : ", ") + std::string(parameter.name.text);
        head += "):\n";
        constexpr uint32_t kIndent = 4;
        indent = kIndent;
        std::string indented;
        for (size_t line = 0; line < body.size();) {
          const size_t end = std::min(body.find('\n', line), body.size() - 1) + 1;
          indented += std::string(kIndent, ' ') + body.substr(line, end - line);
          line = end;
        }
        body = std::move(indented);
      }
      const uint32_t first = view.source().lineOf(code->content.begin);
      found = {{"languageId", code->language.text == "bash" ? "shellscript" : std::string(code->language.text)},
               {"text", head + body},
               {"range", session.positions.range(view.source(), code->content)},
               {"lineOffset", static_cast<int64_t>(first) - (head.empty() ? 0 : 1)},
               {"columnOffset", static_cast<int64_t>(code->indent) - static_cast<int64_t>(indent)}};
    });
    if (!found.is_null()) return found;
  }
  return nullptr;
}

}  // namespace mlpc::lsp::methods

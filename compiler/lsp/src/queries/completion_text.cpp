#include "queries/completion_text.h"

#include <array>
#include <filesystem>

#include "mlpc/support/text.h"
#include "mlpc/support/trainer.h"
#include "queries/describe.h"
#include "queries/members.h"

namespace mlpc::lsp {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Snippet, 13> kDeclarations = {{
    {"import", "import $0"},
    {"const", "const ${1:name} = $0"},
    {"type", "type ${1:Name} = {\n\t$0\n}"},
    {"artifact", "artifact ${1:Name} { schema: \"$0\" }"},
    {"secret", "secret ${1:name} {\n\tkeys: [\"${2:key}\"]\n}"},
    {"existing", "existing ${1:name}: ${2:Kind} {\n\tname: \"$0\"\n}"},
    {"resource", "resource ${1:name}: ${2:Kind} {\n\t$0\n}"},
    {"component",
     "/// ${1:What it does.}\ncomponent ${2:name}($3) -> ${4:string} {\n\timage: \"${5:python:3.11-slim}\"\n\tpython "
     "<<<\n"
     "\t\t$0\n\t>>>\n}"},
    {"pipeline", "/// ${1:What it does.}\npipeline ${2:name}($3) {\n\t$0\n}"},
    {"trainjob", "trainjob ${1:name} {\n\truntime: \"${2:torch-distributed}\"\n\ttrainer: {\n\t\t$0\n\t}\n}"},
    {"workflow", "workflow ${1:name} {\n\tstage ${2:Build} {\n\t\tjob ${3:Build} {\n\t\t\t$0\n\t\t}\n\t}\n}"},
    {"steps", "steps ${1:name}($2) {\n\t$0\n}"},
    {"job", "job ${1:name}($2) {\n\t$0\n}"},
}};
constexpr std::array<Snippet, 6> kPipelineStatements = {{
    {"let", "let ${1:name} = $0"},
    {"if", "if ${1:condition} {\n\t$0\n}"},
    {"for", "for ${1:item} in ${2:items} {\n\t$0\n}"},
    {"try", "try {\n\t$1\n} finally {\n\t$0\n}"},
    {"return", "return $0"},
    {"yield", "yield $0"},
}};
constexpr std::array<Snippet, 7> kWorkflowStatements = {{
    {"stage", "stage ${1:Name} {\n\t$0\n}"},
    {"job", "job ${1:Name} {\n\t$0\n}"},
    {"deployment", "deployment ${1:Name} {\n\tenvironment: \"$2\"\n\tdeploy {\n\t\t$0\n\t}\n}"},
    {"let", "let ${1:name} = $0"},
    {"bash", "bash <<<\n\t$0\n>>>"},
    {"pwsh", "pwsh <<<\n\t$0\n>>>"},
    {"if", "if ${1:condition} {\n\t$0\n}"},
}};

/// The folders and files beside a path that has been written as far as the cursor.
void files(Session& session, const Cursor& cursor, const syntax::Token& text, std::string_view extension,
           std::vector<Completion>& items) {
  const std::string_view source = cursor.view().source().text();
  std::string_view written = source.substr(text.begin + 1, cursor.offset() - text.begin - 1);
  const size_t slash = written.rfind('/');
  const uint32_t begin =
      cursor.offset() -
      static_cast<uint32_t>(slash == std::string_view::npos ? written.size() : written.size() - slash - 1);
  written = slash == std::string_view::npos ? std::string_view() : written.substr(0, slash + 1);
  if (written.starts_with('/')) return;
  const fs::path folder = fs::path(cursor.view().source().path()).parent_path() / written;
  std::error_code error;
  constexpr size_t kMost = 500;
  for (auto it = fs::directory_iterator(folder, error);
       !error && it != fs::directory_iterator() && items.size() < kMost; it.increment(error)) {
    std::error_code ignored;
    std::string name = it->path().filename().string();
    if (name.starts_with('.') || support::visible(name) != name) continue;
    const bool isFolder = it->is_directory(ignored);
    if (!isFolder && !name.ends_with(extension)) continue;
    if (session.documents.canonical(it->path().string()) == session.documents.canonical(cursor.view().source().path()))
      continue;
    if (isFolder) name += '/';
    // An import begins with `./`.
    if (slash == std::string_view::npos && extension == ".mlp") name.insert(0, "./");
    Completion item{name, ItemKind::File};
    item.replaces = source::Span{cursor.view().tree().file, begin, cursor.offset()};
    items.push_back(std::move(item));
  }
}

/// The texts of `image: "…"` in a file, apart from the one that is being written.
void addImages(const View& view, const syntax::Token& written, std::set<std::string>& images) {
  const auto& tokens = view.parsed().tokens;
  const std::string_view text = view.source().text();
  for (size_t i = 2; i < tokens.size(); ++i) {
    const syntax::Token& name = tokens[i - 2];
    const bool image = tokens[i].kind == syntax::TokenKind::String && tokens[i - 1].kind == syntax::TokenKind::Colon &&
                       text.substr(name.begin, name.end - name.begin) == "image";
    if (!image || &tokens[i] == &written || tokens[i].end < tokens[i].begin + 2) continue;
    std::string value(text.substr(tokens[i].begin + 1, tokens[i].end - tokens[i].begin - 2));
    if (!value.empty() && value.find('\\') == std::string::npos) images.insert(std::move(value));
  }
}

/// What is usual for a key: images that the programs already name, runtimes that Trainer installs.
void known(Session& session, const Cursor& cursor, const syntax::Token& text, std::vector<Completion>& items) {
  std::set<std::string> values;
  if (cursor.key() == "runtime") {
    for (const support::TrainerRuntime& runtime : support::kTrainerRuntimes) values.emplace(runtime.name);
  }
  if (cursor.key() == "image") {
    for (const auto& [root, program] : session.projects.programs()) {
      for (const auto& [path, module] : program->modules)
        addImages(View{program->snapshot.get(), module}, text, values);
    }
    values.insert({"python:3.11-slim", "python:3.12-slim"});
  }
  for (const std::string& value : values) {
    Completion item{value, ItemKind::Value};
    item.replaces = insideOf(cursor, text);
    items.push_back(std::move(item));
  }
}

/// The inputs and outputs of the component around a fence.
void ports(const Cursor& cursor, std::vector<Completion>& items) {
  const View& view = cursor.view();
  for (const sema::SymbolId id : cursor.visible()) {
    const sema::Symbol& symbol = view.program().symbols[id];
    if (symbol.kind != sema::SymbolKind::Parameter && symbol.kind != sema::SymbolKind::Output) continue;
    Completion item{std::string(symbol.name),
                    ItemKind::Variable,
                    symbol.type ? view.program().types.name(symbol.type) : "",
                    {},
                    describe(view, id)};
    item.rank = 1;
    items.push_back(std::move(item));
  }
}

}  // namespace

source::Span insideOf(const Cursor& cursor, const syntax::Token& text) {
  const bool closed = text.end > text.begin + 1 && cursor.view().source().text()[text.end - 1] == '"';
  return {cursor.view().tree().file, text.begin + 1, closed ? text.end - 1 : text.end};
}

void completeText(Session& session, const Cursor& cursor, const syntax::Token& text, std::vector<Completion>& items) {
  using syntax::TokenKind;
  if (text.kind != TokenKind::String) {
    if (text.kind == TokenKind::Fence || (text.kind >= TokenKind::FenceHead && text.kind <= TokenKind::FenceTail))
      ports(cursor, items);
    return;
  }
  const syntax::Token before = cursor.before();
  if (before.kind == TokenKind::Import) return files(session, cursor, text, ".mlp", items);
  const std::string_view word = cursor.text(before);
  if (word == "python" || word == "module") return files(session, cursor, text, ".py", items);
  if (word == "bash") return files(session, cursor, text, ".sh", items);
  if (word == ":") known(session, cursor, text, items);
  if (word == ":" && cursor.key() == "notebook") return files(session, cursor, text, ".ipynb", items);
  // `secret["key"]`
  if (before.kind == TokenKind::IndexBracket) {
    const sema::SymbolId base = cursor.resolve(cursor.namesBefore(before));
    if (!base || cursor.view().program().symbols[base].kind != sema::SymbolKind::Secret) return;
    for (const std::string& key : keysOf(cursor.view(), base)) items.push_back({key, ItemKind::Property, "key"});
  }
}

std::span<const Snippet> declarationSnippets() { return kDeclarations; }
std::span<const Snippet> bodySnippets(bool pipeline) {
  return pipeline ? std::span<const Snippet>(kPipelineStatements) : kWorkflowStatements;
}

void addSnippets(std::span<const Snippet> snippets, std::vector<Completion>& items) {
  for (const Snippet& snippet : snippets)
    items.push_back({std::string(snippet.label), ItemKind::Keyword, {}, std::string(snippet.text), {}, {}, 4});
}

}  // namespace mlpc::lsp

#include "queries/completion.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "mlpc/schema/schema.h"
#include "mlpc/sema/type_rules.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/words.h"
#include "queries/completion_text.h"
#include "queries/describe.h"
#include "queries/members.h"
#include "queries/occurrences.h"

namespace mlpc::lsp {
namespace {

using sema::Field;
using sema::SymbolId;
using sema::SymbolKind;
using syntax::TokenKind;

constexpr std::array<std::string_view, 11> kTypes = {
    "string", "int", "float", "bool", "list", "map", "Quantity", "Duration", "secret", "FinalStatus", "TaskConfig"};

/// The module that is visible everywhere.
constexpr std::string_view kPrelude = "prelude";

ItemKind kindOf(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Import:
    case SymbolKind::Namespace: return ItemKind::Module;
    case SymbolKind::Const: return ItemKind::Constant;
    case SymbolKind::TypeName: return ItemKind::Struct;
    case SymbolKind::Artifact: return ItemKind::Class;
    case SymbolKind::Component:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return ItemKind::Function;
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob:
    case SymbolKind::Workflow: return ItemKind::Method;
    default: return ItemKind::Variable;
  }
}

bool isCallable(SymbolKind kind) {
  return kindOf(kind) == ItemKind::Function || kind == SymbolKind::Pipeline || kind == SymbolKind::TrainJob;
}
bool isType(SymbolKind kind) { return kind == SymbolKind::TypeName || kind == SymbolKind::Artifact; }

class Completer {
 public:
  Completer(Session& session, const Cursor& cursor)
      : session_(session), cursor_(cursor), view_(cursor.view()), program_(view_.program()) {}

  std::vector<Completion> run() {
    if (cursor_.inComment()) return {};
    if (const syntax::Token* text = cursor_.inside()) {
      completeText(session_, cursor_, *text, items_);
      if (text->kind == TokenKind::String) literals(expected(), true);
      return std::move(items_);
    }
    const TokenKind before = cursor_.before().kind;
    if (before == TokenKind::Dot) {
      for (const Member& member : membersAt(cursor_)) add(member);
    } else if (before == TokenKind::At) {
      decorators();
    } else if (isImport()) {
      for (const std::string& module : schema::standard().moduleNames()) {
        if (module != kPrelude) items_.push_back({module, ItemKind::Module});
      }
    } else if (expectsType()) {
      types();
    } else {
      inBrackets(before);
    }
    return std::move(items_);
  }

 private:
  void inBrackets(TokenKind before) {
    const syntax::Token* bracket = cursor_.bracket();
    if (bracket == nullptr) {
      if (before == TokenKind::Assign) return values(expected());
      return declarations();
    }
    if (bracket->kind == TokenKind::OpenBrace) return inBraces(before);
    if (bracket->kind == TokenKind::CallParen || bracket->kind == TokenKind::GroupParen) {
      // In a list of inputs, where types and defaults are not, only their names are written.
      if (isParameterList(*bracket)) {
        if (before == TokenKind::Assign) values({});
        return;
      }
      if (cursor_.key().empty()) arguments();
    }
    values(expected());
  }

  void inBraces(TokenKind before) {
    const std::string_view key = cursor_.key();
    const bool atStart = cursor_.firstOnLine() || before == TokenKind::OpenBrace || before == TokenKind::Comma;
    const sema::TypeId record = cursor_.record();
    const SettingsBlock block = cursor_.block();
    const bool literal = record || (block.block != nullptr && cursor_.bracket()->begin != block.block->span.begin);
    if (!key.empty() && !atStart) return values(expected());
    if (!atStart) {
      // `let x = …`, `in …`, `if …`
      return values({});
    }
    if (literal) return keys(record);
    keys(block.record);
    statements();
  }

  // ---- kinds of places

  /// Behind `import`, which is not a keyword while nothing follows it.
  [[nodiscard]] bool isImport() const {
    return cursor_.text(cursor_.before()) == "import" && cursor_.bracket() == nullptr;
  }

  [[nodiscard]] bool isParameterList(const syntax::Token& bracket) const {
    const auto names = cursor_.namesBefore(bracket);
    if (names.size() != 1) return cursor_.declaration() != nullptr && names.empty();
    const std::string_view text = view_.source().text();
    // The word before the name declares something.
    size_t at = names.front().span.begin;
    while (at > 0 && text[at - 1] == ' ') --at;
    size_t begin = at;
    while (begin > 0 && text[begin - 1] >= 'a' && text[begin - 1] <= 'z') --begin;
    constexpr std::array<std::string_view, 7> kWords = {"component", "pipeline", "trainjob", "workflow",
                                                        "stage",     "job",      "steps"};
    return std::find(kWords.begin(), kWords.end(), text.substr(begin, at - begin)) != kWords.end();
  }

  [[nodiscard]] bool expectsType() const {
    const syntax::Token before = cursor_.before();
    if (before.kind == TokenKind::Arrow) return true;
    if (before.kind == TokenKind::Bar) return true;
    const syntax::Token* bracket = cursor_.bracket();
    if (before.kind == TokenKind::IndexBracket) {
      const auto names = cursor_.namesBefore(before);
      return !names.empty() &&
             (names.back().text == "list" || names.back().text == "map" || names.back().text == "importer");
    }
    if (before.kind != TokenKind::Colon) return false;
    if (bracket == nullptr) return true;  // `const x:`, `resource x:`
    if (bracket->kind == TokenKind::CallParen || bracket->kind == TokenKind::GroupParen)
      return isParameterList(*bracket);
    if (bracket->kind != TokenKind::OpenBrace) return false;
    bool recordType = cursor_.before(2).kind == TokenKind::Let;
    view_.tree().types.forEachId([&](syntax::TypeId id) {
      const syntax::TypeExpr& type = view_.tree().types[id];
      if (type.span.begin == bracket->begin && std::holds_alternative<syntax::RecordType>(type.node)) recordType = true;
    });
    return recordType;
  }

  /// The type of the value at the cursor; invalid if anything can be written.
  [[nodiscard]] sema::TypeId expected() const {
    const std::string_view key = cursor_.key();
    const syntax::Token* bracket = cursor_.bracket();
    const bool inCall = bracket != nullptr && bracket->kind != TokenKind::OpenBrace;
    if (inCall) {
      const auto call = cursor_.call();
      const sema::Signature* signature = call ? program_.signature(call->callee) : nullptr;
      if (signature != nullptr && !call->argument.empty()) {
        for (const Field& parameter : signature->parameters) {
          if (parameter.name == call->argument) return elementOf(parameter.type);
        }
      }
    }
    if (key.empty()) return {};
    sema::TypeId record = cursor_.record();
    if (!record) record = cursor_.block().record;
    const Field* field = fieldOf(program_.types, record, key);
    return field != nullptr ? elementOf(field->type) : sema::TypeId();
  }
  /// In a list, its element.
  [[nodiscard]] sema::TypeId elementOf(sema::TypeId type) const {
    const syntax::Token* bracket = cursor_.bracket();
    if (bracket == nullptr || bracket->kind != TokenKind::ListBracket) return type;
    const sema::TypeId list =
        sema::memberOfKind(program_.types, sema::bareType(program_.types, type), sema::TypeKind::List);
    return list && program_.types[list].element ? program_.types[list].element : type;
  }

  // ---- what is offered

  void add(const Member& member) {
    if (member.symbol) return add(member.symbol, member.name);
    if (member.field != nullptr) {
      items_.push_back(
          {member.name, ItemKind::Field, typeName(member.field->type), {}, describe(program_, *member.field)});
    } else {
      items_.push_back({member.name, ItemKind::Property, member.detail});
    }
  }

  void add(SymbolId id, const std::string& label, int rank = 5) {
    const sema::Symbol& symbol = program_.symbols[id];
    Completion item{label, kindOf(symbol.kind), std::string(kindName(program_, symbol)), {}, describe(view_, id)};
    item.rank = rank;
    if (isCallable(symbol.kind)) item.insert = callSnippet(id, label);
    items_.push_back(std::move(item));
  }

  /// The call with its required arguments.
  std::string callSnippet(SymbolId id, const std::string& label) const {
    const syntax::Token bracket = nextToken();
    const sema::Signature* signature = program_.signature(id);
    if (signature == nullptr || bracket.kind == TokenKind::CallParen || bracket.kind == TokenKind::GroupParen)
      return {};
    std::string text = label + "(";
    size_t stop = 1;
    for (const Field& parameter : signature->parameters) {
      if (parameter.optional || parameter.hasDefault()) continue;
      if (stop > 1) text += ", ";
      const bool positional = static_cast<size_t>(&parameter - signature->parameters.data()) < signature->positional;
      if (!positional) text += std::string(parameter.name) + ": ";
      text += "$" + std::to_string(stop++);
    }
    return text + ")$0";
  }
  [[nodiscard]] syntax::Token nextToken() const {
    for (const syntax::Token& token : view_.parsed().tokens) {
      if (token.begin >= cursor_.word().end && !token.madeUp()) return token;
    }
    return {};
  }

  void values(sema::TypeId type) {
    literals(type, false);
    std::set<std::string_view> seen;
    for (const SymbolId id : cursor_.visible()) {
      const sema::Symbol& symbol = program_.symbols[id];
      if (isType(symbol.kind) || !seen.insert(symbol.name).second) continue;
      const bool fitting = type && symbol.type && sema::fits(program_.types, symbol.type, type, sema::Phase::Run);
      add(id, std::string(symbol.name), fitting ? 2 : 4);
    }
    functions();
    if (cursor_.declaration() != nullptr) {
      for (const std::string_view space : {"run", "task", "matrix"})
        items_.push_back({std::string(space), ItemKind::Module});
    }
    if (!type) {
      for (const std::string_view word : {"if", "for", "try", "true", "false", "null"})
        items_.push_back({std::string(word), ItemKind::Keyword});
    }
    fromOtherFiles();
  }

  void literals(sema::TypeId type, bool quoted) {
    if (!type) return;
    const sema::TypeId bare = sema::bareType(program_.types, type);
    std::vector<std::string> words;
    sema::collectLiterals(program_.types, bare, words);
    for (const std::string& word : words) {
      Completion item{quoted ? word : support::quoteJson(word), ItemKind::EnumMember};
      item.rank = 1;
      if (quoted) item.replaces = insideOf(cursor_, *cursor_.inside());
      items_.push_back(std::move(item));
    }
    if (quoted) return;
    if (program_.types[bare].kind == sema::TypeKind::Bool) {
      for (const char* word : {"true", "false"}) items_.push_back({word, ItemKind::Value, {}, {}, {}, {}, 1});
    }
    if (program_.types[bare].kind == sema::TypeKind::Record && !program_.types[bare].isKind)
      items_.push_back({"{ … }", ItemKind::Snippet, typeName(bare), "{\n\t$0\n}", {}, {}, 1});
  }

  void functions() {
    sema::SchemaSet& standard = schema::standard();
    const sema::ModuleId prelude = standard.module(kPrelude);
    for (const std::string_view name : standard.names(prelude)) {
      const SymbolId id = standard.lookup(prelude, name);
      if (id && program_.symbols[id].kind == SymbolKind::Component) add(id, std::string(name), 6);
    }
  }

  void arguments() {
    const auto call = cursor_.call();
    const sema::Signature* signature = call ? program_.signature(call->callee) : nullptr;
    if (signature == nullptr) return;
    std::string all;
    size_t stop = 1;
    for (const Field& parameter : signature->parameters) {
      if (call->given.contains(parameter.name)) continue;
      Completion item{
          std::string(parameter.name), ItemKind::Property, typeName(parameter.type), {}, describe(program_, parameter)};
      item.insert = item.label + ": $0";
      item.rank = parameter.optional || parameter.hasDefault() ? 3 : 1;
      if (item.rank == 1) all += (all.empty() ? "" : ", ") + item.label + ": $" + std::to_string(stop++);
      items_.push_back(std::move(item));
    }
    if (stop > 2) items_.push_back({"all required arguments", ItemKind::Snippet, {}, all, {}, {}, 0});
  }

  void keys(sema::TypeId record) {
    if (!record) return;
    const auto given = cursor_.siblings();
    for (const Field& field : program_.types[record].fields) {
      if (field.attribute || given.contains(field.name)) continue;
      Completion item{std::string(field.name), ItemKind::Field, typeName(field.type), {}, describe(program_, field)};
      const sema::TypeId inner = recordOf(program_.types, field.type);
      const bool braces = inner && !program_.types[inner].isKind &&
                          program_.types[sema::bareType(program_.types, field.type)].kind == sema::TypeKind::Record;
      item.insert = item.label + (braces ? ": {\n\t$0\n}" : ": $0");
      item.rank = field.optional || field.hasDefault() ? 3 : 1;
      items_.push_back(std::move(item));
    }
  }

  void statements() {
    const syntax::Decl* decl = cursor_.declaration();
    if (decl == nullptr) return;
    if (std::holds_alternative<syntax::ComponentDecl>(decl->node)) {
      for (const char* language : {"python", "bash"})
        items_.push_back({language, ItemKind::Keyword, "code", std::string(language) + " <<<\n\t$0\n>>>"});
      return;
    }
    addSnippets(bodySnippets(std::holds_alternative<syntax::PipelineDecl>(decl->node)), items_);
    for (const SymbolId id : cursor_.visible()) {
      const sema::Symbol& symbol = program_.symbols[id];
      if (isCallable(symbol.kind) || symbol.kind == SymbolKind::Import) add(id, std::string(symbol.name), 4);
    }
    functions();
    if (!std::holds_alternative<syntax::PipelineDecl>(decl->node)) steps();
    fromOtherFiles();
  }
  void steps() {
    sema::SchemaSet& standard = schema::standard();
    const sema::ModuleId module = standard.module("azure.devops");
    for (const std::string_view name : standard.names(module)) {
      const SymbolId id = standard.lookup(module, name);
      if (id && program_.symbols[id].kind == SymbolKind::Component) add(id, std::string(name), 6);
    }
  }

  void declarations() {
    if (!cursor_.firstOnLine()) return;
    addSnippets(declarationSnippets(), items_);
  }

  void decorators() {
    for (const vocabulary::DecoratorName one :
         {vocabulary::DecoratorName::Allow, vocabulary::DecoratorName::Deprecated, vocabulary::DecoratorName::Length,
          vocabulary::DecoratorName::Pattern, vocabulary::DecoratorName::Range}) {
      items_.push_back({std::string(name(one)), ItemKind::Keyword, {}, std::string(name(one)) + "($0)"});
    }
  }

  void types() {
    for (const std::string_view name : kTypes)
      items_.push_back({std::string(name), ItemKind::Struct, "type", {}, {}, {}, 1});
    sema::SchemaSet& standard = schema::standard();
    const sema::ModuleId prelude = standard.module(kPrelude);
    for (const std::string_view name : standard.names(prelude)) {
      const SymbolId id = standard.lookup(prelude, name);
      if (id && program_.symbols[id].kind == SymbolKind::Artifact) add(id, std::string(name), 3);
    }
    for (const auto& [name, id] : view_.file().scope()) {
      const SymbolKind kind = program_.symbols[id].kind;
      if (isType(kind) || kind == SymbolKind::Import) add(id, std::string(name), 2);
    }
  }

  /// Components, pipelines and templates of files that are not imported yet.
  void fromOtherFiles() {
    std::set<std::string> known{session_.documents.canonical(view_.source().path())};
    for (const auto& [name, id] : view_.file().scope()) {
      const sema::Symbol& import = program_.symbols[id];
      if (import.kind != SymbolKind::Import || !import.target) continue;
      const sema::Module& module = program_.module(import.target);
      if (module.parsed) known.insert(session_.documents.canonical(module.parsed->source->path()));
    }
    const std::string here = *known.begin();
    const auto folder = std::filesystem::path(view_.source().path()).parent_path();
    for (const auto& [root, program] : session_.projects.programs()) {
      for (const auto& [path, module] : program->modules) {
        if (!known.insert(path).second) continue;
        std::string relative = std::filesystem::path(path).lexically_relative(folder).string();
        if (relative.empty()) continue;
        if (!relative.starts_with("../")) relative = "./" + relative;
        const std::string alias = aliasOf(std::filesystem::path(path).stem().string());
        const View other{program->snapshot.get(), module};
        for (const auto& [name, id] : other.file().scope()) {
          const sema::Symbol& symbol = other.program().symbols[id];
          if (!isCallable(symbol.kind)) continue;
          Completion item{
              alias + "." + std::string(name), kindOf(symbol.kind), "import " + relative, {}, describe(other, id)};
          item.import = "import " + support::quoteJson(relative) + " as " + alias + "\n";
          item.rank = 8;
          items_.push_back(std::move(item));
        }
      }
    }
  }
  static std::string aliasOf(const std::string& stem) {
    std::string alias;
    for (const char c : stem) alias += support::isWordCharacter(c) ? c : '_';
    return support::isWord(alias) ? alias : "_" + alias;
  }

  [[nodiscard]] std::string typeName(sema::TypeId type) const { return type ? program_.types.name(type) : "any"; }

  Session& session_;
  const Cursor& cursor_;
  const View& view_;
  const sema::Program& program_;
  std::vector<Completion> items_;
};

}  // namespace

std::vector<Completion> completionsAt(Session& session, const Cursor& cursor) {
  return Completer(session, cursor).run();
}

}  // namespace mlpc::lsp

#include "queries/semantic_tokens.h"

#include <algorithm>
#include <array>
#include <optional>

#include "mlpc/syntax/keywords.h"
#include "queries/occurrences.h"
#include "queries/painted.h"

namespace mlpc::lsp {
namespace {

constexpr std::array<std::string_view, 15> kTypes = {"namespace", "type",   "struct",   "parameter", "variable",
                                                     "property",  "event",  "function", "method",    "keyword",
                                                     "comment",   "string", "number",   "operator",  "decorator"};

enum Modifier : uint32_t { kDeclaration = 1, kReadonly = 2, kDeprecated = 4, kDefaultLibrary = 8, kDocumentation = 16 };
constexpr std::array<std::string_view, 5> kModifiers = {"declaration", "readonly", "deprecated", "defaultLibrary",
                                                        "documentation"};

TokenType typeOf(sema::SymbolKind kind) {
  using sema::SymbolKind;
  switch (kind) {
    case SymbolKind::Import:
    case SymbolKind::Namespace: return TokenType::Namespace;
    case SymbolKind::TypeName:
    case SymbolKind::Artifact: return TokenType::Type;
    case SymbolKind::Component:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return TokenType::Function;
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob:
    case SymbolKind::Workflow: return TokenType::Method;
    case SymbolKind::Parameter:
    case SymbolKind::Output: return TokenType::Parameter;
    case SymbolKind::Stage:
    case SymbolKind::Job: return TokenType::Event;
    case SymbolKind::Const:
    case SymbolKind::Secret:
    case SymbolKind::Existing:
    case SymbolKind::Resource:
    case SymbolKind::Let:
    case SymbolKind::LoopVariable: return TokenType::Variable;
  }
  return TokenType::Variable;
}

Painted paint(const View& view, const Occurrence& one) {
  Painted painted{one.at.begin, one.at.end, TokenType::Property, one.declares() ? kDeclaration : 0U};
  if (one.symbol) {
    const sema::Symbol& symbol = view.program().symbols[one.symbol];
    painted.type = typeOf(symbol.kind);
    if (symbol.kind == sema::SymbolKind::Const) painted.modifiers |= kReadonly;
    if (!symbol.deprecated.empty()) painted.modifiers |= kDeprecated;
  } else if (one.field != nullptr && !one.field->deprecated.empty()) {
    painted.modifiers |= kDeprecated;
  }
  if (source::isStandardFile(one.declared.file)) painted.modifiers |= kDefaultLibrary;
  return painted;
}

/// A token that is not a name; nothing for those that editors do not colour, and for what contains code of other
/// languages.
std::optional<TokenType> typeOf(const syntax::Token& token) {
  using syntax::TokenKind;
  const TokenKind kind = token.kind;
  if (kind >= TokenKind::Let && kind <= TokenKind::Steps) return TokenType::Keyword;
  if (kind == TokenKind::Int || kind == TokenKind::Float || kind == TokenKind::Unit || kind == TokenKind::Version)
    return TokenType::Number;
  if (kind >= TokenKind::String && kind <= TokenKind::StringTail) return TokenType::String;
  return std::nullopt;
}

/// What the language itself calls something: `string`, and `python` before code.
void wordsOfTheLanguage(const View& view, std::vector<Painted>& all) {
  const syntax::Tree& tree = view.tree();
  tree.types.forEachId([&](syntax::TypeId id) {
    const auto* named = std::get_if<syntax::NamedType>(&tree.types[id].node);
    if (named == nullptr || named->path.size() != 1) return;
    // Names that are declared come later, and win.
    const source::Span at = named->path.front().span;
    all.push_back({at.begin, at.end, TokenType::Type, kDefaultLibrary});
  });
  tree.stmts.forEachId([&](syntax::StmtId id) {
    const auto* code = std::get_if<syntax::CodeStmt>(&tree.stmts[id].node);
    if (code != nullptr) all.push_back({code->language.span.begin, code->language.span.end, TokenType::Keyword, 0});
  });
}

std::vector<Painted> paintAll(const View& view) {
  std::vector<Painted> all;
  for (const syntax::Token& token : view.parsed().tokens) {
    if (const auto type = typeOf(token); type && token.begin != token.end)
      all.push_back({token.begin, token.end, *type, 0});
  }
  wordsOfTheLanguage(view, all);
  paintCode(view, all);
  const std::string_view text = view.source().text();
  for (const syntax::Comment& comment : view.parsed().comments) {
    const bool documents = text.substr(comment.begin, 3) == "///";
    all.push_back({comment.begin, comment.end, TokenType::Comment, documents ? kDocumentation : 0U});
  }
  for (const Occurrence& one : occurrencesIn(view)) {
    if (one.spelling != Spelling::ShorthandKey) all.push_back(paint(view, one));
  }
  for (const syntax::DeclId id : view.tree().order) {
    for (const syntax::Decorator& decorator : view.tree().decls[id].decorators) {
      if (!decorator.path.empty())
        all.push_back({decorator.span.begin, decorator.path.back().span.end, TokenType::Decorator, 0});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Painted& a, const Painted& b) { return a.begin < b.begin; });
  // Of several at one place the last wins; inside another, a name cuts what is around it.
  std::vector<Painted> flat;
  for (const Painted& one : all) {
    if (!flat.empty() && one.begin == flat.back().begin) flat.pop_back();
    std::optional<Painted> rest;
    if (!flat.empty() && one.begin < flat.back().end) {
      Painted& around = flat.back();
      if (around.end > one.end) rest = Painted{one.end, around.end, around.type, around.modifiers};
      around.end = one.begin;
    }
    flat.push_back(one);
    if (rest) flat.push_back(*rest);
  }
  return flat;
}

}  // namespace

Json semanticTokenTypes() { return kTypes; }
Json semanticTokenModifiers() { return kModifiers; }

std::vector<uint32_t> semanticTokens(const View& view, const Positions& positions, uint32_t begin, uint32_t end) {
  const source::SourceFile& file = view.source();
  const std::string_view text = file.text();
  std::vector<uint32_t> data;
  uint32_t lastLine = 0;
  uint32_t lastCharacter = 0;
  uint32_t lastByte = 0;
  for (const Painted& one : paintAll(view)) {
    if (one.end <= begin || one.begin >= end) continue;
    // A token is on one line.
    for (uint32_t at = one.begin; at < one.end;) {
      const uint32_t line = file.lineOf(at);
      const uint32_t start = file.lineStart(line);
      const uint32_t stop = std::min(one.end, static_cast<uint32_t>(start + file.lineText(line).size()));
      if (stop > at) {
        // Counted from the token before: lines may be long.
        const bool sameLine = line == lastLine && lastByte >= start;
        const uint32_t character = sameLine ? lastCharacter + positions.units(text.substr(lastByte, at - lastByte))
                                            : positions.units(text.substr(start, at - start));
        data.insert(data.end(),
                    {line - lastLine, line == lastLine ? character - lastCharacter : character,
                     positions.units(text.substr(at, stop - at)), static_cast<uint32_t>(one.type), one.modifiers});
        lastLine = line;
        lastByte = at;
        lastCharacter = character;
      }
      if (line + 1 >= file.lineCount()) break;
      at = file.lineStart(line + 1);
    }
  }
  return data;
}

}  // namespace mlpc::lsp

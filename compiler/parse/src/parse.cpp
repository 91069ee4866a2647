#include "mlpc/parse/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "error_strategy.h"
#include "lexer.h"
#include "mlpc/support/text.h"
#include "token_stream.h"
#include "tree_builder.h"

namespace mlpc::parse {
namespace {

constexpr size_t kLargest = size_t{64} << 20U;
constexpr size_t kMostErrors = 200;

// True if the text can be read at all; else that has been said.
bool readable(std::string_view text, source::FileId file, diag::Engine& diags) {
  if (text.size() > kLargest) {
    diags.report({file, 0, 0}, diag::fileTooLarge, text.size());
    return false;
  }
  if (const auto bad = support::findInvalidUtf8(text)) {
    const auto at = static_cast<uint32_t>(*bad);
    diags.report({file, at, at + 1}, diag::invalidUtf8, fmt::format("0x{:02X}", static_cast<unsigned char>(text[at])));
    return false;
  }
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<uint32_t>(nul);
    diags.report({file, at, at + 1}, diag::nulByte);
    return false;
  }
  return true;
}

/// A file as tokens, whose chunks are parsed one by one.
class FileParser {
 public:
  FileParser(std::string_view text, syntax::Tree& tree) : text_(text), tree_(tree), tokens_(Lexer(text, tree.file).run()), builder_(tree, text_, tokens_) {}

  [[nodiscard]] const std::vector<Chunk>& chunks() const { return tokens_.chunks; }

  /// The name that the chunk declares, as far as its tokens tell.
  [[nodiscard]] std::string_view nameOf(const Chunk& chunk) const {
    uint32_t i = chunk.first;
    int depth = 0;
    // Over decorators.
    for (; i < chunk.last; ++i) {
      const Token& token = tokens_.tokens[i];
      if (token.depth == 0 && beginsDeclaration(token.kind)) break;
    }
    (void)depth;
    if (i + 1 >= chunk.last) return {};
    const Token& word = tokens_.tokens[i + 1];
    if (tokens_.tokens[i].kind == TokenKind::Import) {
      for (uint32_t k = i; k + 1 < chunk.last; ++k) {
        if (tokens_.tokens[k].kind == TokenKind::As) return textOf(tokens_.tokens[k + 1]);
      }
      return textOf(tokens_.tokens[chunk.last - 1]);
    }
    return textOf(word);
  }
  [[nodiscard]] bool isImport(const Chunk& chunk) const { return tokens_.tokens[chunk.first].kind == TokenKind::Import; }

  syntax::DeclId parse(const Chunk& chunk) {
    mendKeyword(chunk);
    const Token& head = tokens_.tokens[chunk.first];
    const bool decorated = head.kind == TokenKind::At;
    if (chunk.cut || (!decorated && !beginsDeclaration(head.kind))) {
      syntax::Decl decl;
      decl.span = {tree_.file, head.begin, tokens_.tokens[chunk.last - 1].end};
      return tree_.decls.add(std::move(decl));
    }
    ChunkStream stream(tokens_.tokens, chunk.first, chunk.last);
    generated::Mlp parser(&stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(std::make_shared<ErrorStrategy>(stream, text_, tree_.file, tokens_.complaints));
    auto* context = parser.declaration();
    return builder_.declaration(context);
  }

  /// Reports what was found, in the order of the text; of what may be consequences only the first of a line.
  void report(diag::Engine& diags) {
    auto& complaints = tokens_.complaints;
    std::stable_sort(complaints.begin(), complaints.end(), [](const Complaint& a, const Complaint& b) { return a.at < b.at; });
    size_t lastLine = std::string_view::npos;
    size_t count = 0;
    for (const Complaint& complaint : complaints) {
      const size_t at = std::min<size_t>(complaint.at, text_.size());
      const size_t line = at == 0 ? std::string_view::npos - 1 : text_.rfind('\n', at - 1);
      if (complaint.cascades) {
        if (line == lastLine) continue;
        lastLine = line;
      }
      if (++count > kMostErrors) {
        diags.report({tree_.file, complaint.at, complaint.at}, diag::tooManyErrors, static_cast<int64_t>(kMostErrors));
        break;
      }
      complaint.report(diags);
    }
    complaints.clear();
  }

 private:
  [[nodiscard]] std::string_view textOf(const Token& token) const { return text_.substr(token.begin, token.end - token.begin); }

  // `compnent train(…)`: told, and read as what was meant, so that the declaration exists for those who refer to it.
  void mendKeyword(const Chunk& chunk) {
    uint32_t i = chunk.first;
    if (chunk.cut || tokens_.tokens[i].kind == TokenKind::At) return;
    Token& head = tokens_.tokens[i];
    if (beginsDeclaration(head.kind)) return;
    const std::string word(textOf(head));
    static const std::vector<std::string> kWords{"import", "const", "type", "artifact", "secret", "component", "pipeline", "trainjob", "workflow", "resource", "existing", "stage", "job", "steps"};
    const source::Span where{tree_.file, head.begin, head.end};
    std::optional<std::string> meant;
    if (head.kind == TokenKind::Identifier && i + 1 < chunk.last && tokens_.tokens[i + 1].kind == TokenKind::Identifier) meant = support::closest(word, kWords);
    if (meant) {
      head.kind = keywordKind(*meant);
      tokens_.complaints.push_back({head.begin, true, [=](diag::Engine& diags) {
                                      diags.report(where, diag::unknownDeclaration, word, diag::Phrase(fmt::format("; did you mean `{}`?", *meant))).fix(fmt::format("write `{}`", *meant), false, {{where, *meant}});
                                    }});
    } else {
      tokens_.complaints.push_back({head.begin, true, [=](diag::Engine& diags) { diags.report(where, diag::unknownDeclaration, word, diag::Phrase("")); }});
    }
  }

  std::string_view text_;
  syntax::Tree& tree_;
  TokenFile tokens_;
  TreeBuilder builder_;
};

}  // namespace

std::unique_ptr<syntax::Tree> parseFile(const source::SourceManager& sources, source::FileId file, diag::Engine& diags) {
  auto tree = std::make_unique<syntax::Tree>(file);
  const std::string_view text = sources.file(file).text();
  if (!readable(text, file, diags)) return tree;
  FileParser parser(text, *tree);
  for (const Chunk& chunk : parser.chunks()) tree->order.push_back(parser.parse(chunk));
  parser.report(diags);
  return tree;
}

struct DemandParser::State {
  State(const source::SourceManager& sources, source::FileId file, diag::Engine& engine)
      : tree(file), parser(sources.file(file).text(), tree), diags(engine) {
    for (const Chunk& chunk : parser.chunks()) {
      const std::string_view name = parser.nameOf(chunk);
      names.push_back(name);
      byName.emplace(name, static_cast<uint32_t>(names.size() - 1));
    }
    ids.resize(names.size());
  }
  syntax::DeclId parseAt(uint32_t index) {
    if (!ids[index].valid()) {
      ids[index] = parser.parse(parser.chunks()[index]);
      tree.order.push_back(ids[index]);
      parser.report(diags);
    }
    return ids[index];
  }
  syntax::Tree tree;
  FileParser parser;
  diag::Engine& diags;
  std::vector<std::string_view> names;
  std::unordered_map<std::string_view, uint32_t> byName;
  std::vector<syntax::DeclId> ids;
};

DemandParser::DemandParser(const source::SourceManager& sources, source::FileId file, diag::Engine& diags)
    : state_(std::make_unique<State>(sources, file, diags)) {}
DemandParser::~DemandParser() = default;

const std::vector<std::string_view>& DemandParser::names() const { return state_->names; }

syntax::DeclId DemandParser::declaration(std::string_view name) {
  auto found = state_->byName.find(name);
  return found == state_->byName.end() ? syntax::DeclId() : state_->parseAt(found->second);
}

void DemandParser::imports() {
  for (uint32_t i = 0; i < state_->ids.size(); ++i) {
    if (state_->parser.isImport(state_->parser.chunks()[i])) state_->parseAt(i);
  }
}

syntax::Tree& DemandParser::tree() { return state_->tree; }

}  // namespace mlpc::parse

#include "mlpc/parse/parse.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "Mlp.h"
#include "error_strategy.h"
#include "lexer.h"
#include "mlpc/diag/syntax.h"
#include "mlpc/support/text.h"
#include "token_stream.h"
#include "tree_builder.h"

namespace mlpc::parse {
namespace {

constexpr size_t kLargestFile = size_t{64} << 20U;
constexpr size_t kMostErrors = 200;
constexpr size_t kMostTokens = 8'000'000;
/// How many times a declaration is parsed again after a word was corrected.
constexpr int kMostMends = 20;

/// True if the text can be read at all; otherwise the reason has been reported.
bool isReadable(std::string_view text, source::FileId file, diag::Engine& diags) {
  if (text.size() > kLargestFile) {
    diags.report({file, 0, 0}, diag::fileTooLarge, text.size());
    return false;
  }
  if (const auto bad = support::findInvalidUtf8(text)) {
    const auto at = static_cast<uint32_t>(*bad);
    const auto byte = static_cast<unsigned char>(text[at]);
    constexpr std::string_view kHex = "0123456789ABCDEF";
    diags.report({file, at, at + 1}, diag::invalidUtf8, std::string{'0', 'x', kHex[byte >> 4U], kHex[byte & 15U]});
    return false;
  }
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<uint32_t>(nul);
    diags.report({file, at, at + 1}, diag::nulByte);
    return false;
  }
  return true;
}

}  // namespace

/// A file as tokens, whose chunks are parsed one at a time.
class FileParser {
 public:
  FileParser(std::string_view text, syntax::Tree& tree, diag::Engine& diags)
      : text_(text),
        tree_(tree),
        diags_(diags),
        tokens_(Lexer(text, tree.file).run()),
        strategy_(text, tree.file, tokens_, stream_),
        builder_(tree, text, tokens_) {}

  [[nodiscard]] const std::vector<Chunk>& chunks() const { return tokens_.chunks; }

  /// The name that the chunk declares, as far as its tokens show; empty if they do not.
  [[nodiscard]] syntax::Name nameOf(const Chunk& chunk) const {
    const uint32_t head = headIndex(chunk);
    if (head + 1 >= chunk.last) return {};
    uint32_t index = head + 1;
    if (tokens_.tokens[head].kind == TokenKind::Import) {
      // The last word of the path, or what follows `as`.
      while (index + 1 < chunk.last && tokens_.tokens[index + 1].kind != TokenKind::EndOfChunk) ++index;
    } else if (!beginsDeclaration(tokens_.tokens[head].kind)) {
      return {};
    }
    const Token& word = tokens_.tokens[index];
    if (word.kind != TokenKind::Identifier) return {};
    return {text_.substr(word.begin, word.end - word.begin), {tree_.file, word.begin, word.end}};
  }

  /// The declaration of a chunk; errors in it are reported by `report`.
  syntax::DeclId parse(const Chunk& chunk) {
    const syntax::DeclId result = parseChunk(chunk);
    declarations_.emplace_back(regionOf(chunk).begin, result);
    return result;
  }

  /// Reports what was found since the last call, without what is merely a consequence. Also records what later passes
  /// should not report.
  void report() {
    auto& complaints = tokens_.complaints;
    std::stable_sort(complaints.begin(), complaints.end(),
                     [](const Complaint& a, const Complaint& b) { return a.at < b.at; });
    const std::vector<bool> dropped = consequences();
    for (size_t i = 0; i < complaints.size() && !full_; ++i) {
      const Complaint& complaint = complaints[i];
      if (dropped[i]) continue;
      if (complaint.cascades && !claimed_.insert(lineStart(complaint.at)).second) {
        overshadow(complaint);
        continue;
      }
      if (++errors_ > kMostErrors) {
        full_ = true;
        diags_.report({tree_.file, complaint.at, complaint.at}, diag::tooManyErrors, kMostErrors);
        break;
      }
      const size_t before = diags_.errorCount();
      complaint.report(diags_);
      if (diags_.errorCount() != before) overshadow(complaint);
    }
    complaints.clear();
    for (const auto& [first, last] : tokens_.passedOver) loseNames(first, last);
    tokens_.passedOver.clear();
  }
  /// Moves the tokens out; nothing more can be parsed afterwards.
  void moveTokens(syntax::ParsedFile& parsed) {
    parsed.tokens = std::move(tokens_.tokens);
    parsed.comments = std::move(tokens_.comments);
  }
  /// Whether enough errors were found for one file.
  [[nodiscard]] bool full() const { return full_ || tokens_.complaints.size() > kMostErrors * 4; }

 private:
  /// The bytes of a chunk, up to the beginning of the next one.
  struct Region {
    uint32_t begin = 0;
    uint32_t end = 0;
  };

  syntax::DeclId parseChunk(const Chunk& chunk) {
    const source::Span where{tree_.file, tokens_.tokens[chunk.first].begin, tokens_.tokens[chunk.last - 1].end};
    if (chunk.cut || full_) return builder_.broken(where, nameOf(chunk));
    if (chunk.last - chunk.first > kMostTokens) {
      const syntax::Name name = nameOf(chunk);
      const source::Span at = name.empty() ? source::Span{where.file, where.begin, where.begin + 1} : name.span;
      complain(at, [=, count = size_t{chunk.last - chunk.first}](diag::Engine& diags) {
        diags.report(at, diag::declarationTooLarge, count, kMostTokens);
      });
      return builder_.broken(where, name);
    }
    for (int attempt = 0;; ++attempt) {
      const size_t before = tokens_.complaints.size();
      try {
        if (!parser_) {
          parser_.emplace(&stream_);
          parser_->connect(&strategy_);
        }
        stream_.load(tokens_.tokens, chunk.first, chunk.last);
        strategy_.restart();
        parser_->restart();
        auto* context = parser_->declaration();
        const bool whole = tokens_.complaints.size() == before;
        syntax::DeclId result = builder_.declaration(context, whole && !isMisread(chunk));
        if (tree_.decls[result].name.empty()) tree_.decls[result].name = nameOf(chunk);
        if (whole) checkDocs(chunk);
        return result;
      } catch (const Mended&) {
        // The report about the corrected word stays; the errors before it will be found again.
        tokens_.complaints.erase(tokens_.complaints.begin() + static_cast<std::ptrdiff_t>(before),
                                 tokens_.complaints.end() - 1);
        if (attempt < kMostMends) continue;
      } catch (const NestingTooDeep&) {
        const Token& token = stream_.current().token();
        const source::Span at{tree_.file, token.begin, token.end};
        complain(at, [=](diag::Engine& diags) {
          diags.report(at, diag::expressionTooLong, static_cast<int64_t>(generated::ParserBase::kDeepest));
        });
      }
      return builder_.broken(where, nameOf(chunk));
    }
  }

  [[nodiscard]] Region regionOf(const Chunk& chunk) const {
    const auto size = static_cast<uint32_t>(text_.size());
    return {tokens_.tokens[chunk.first].begin,
            chunk.last < tokens_.tokens.size() ? tokens_.tokens[chunk.last].begin : size};
  }
  [[nodiscard]] Region regionAt(uint32_t at) const {
    auto chunk =
        std::upper_bound(tokens_.chunks.begin(), tokens_.chunks.end(), at,
                         [&](uint32_t position, const Chunk& c) { return position < tokens_.tokens[c.first].begin; });
    if (chunk != tokens_.chunks.begin()) --chunk;
    return chunk == tokens_.chunks.end() ? Region{0, static_cast<uint32_t>(text_.size())} : regionOf(*chunk);
  }
  /// Whether the lexer has found an error in the chunk.
  [[nodiscard]] bool isMisread(const Chunk& chunk) const {
    const Region region = regionOf(chunk);
    return std::any_of(tokens_.complaints.begin(), tokens_.complaints.end(),
                       [&](const Complaint& c) { return c.cascades && c.at >= region.begin && c.at < region.end; });
  }

  /// Which of the sorted complaints are consequences of another one.
  [[nodiscard]] std::vector<bool> consequences() const {
    using Role = Complaint::Role;
    const auto& complaints = tokens_.complaints;
    std::vector<bool> dropped(complaints.size(), false);
    // Those in [begin, end), but not `cause`.
    const auto drop = [&](uint32_t begin, uint32_t end, size_t cause) {
      const auto first =
          std::lower_bound(complaints.begin(), complaints.end(), begin,
                           [](const Complaint& complaint, uint32_t position) { return complaint.at < position; });
      for (auto i = static_cast<size_t>(first - complaints.begin()); i < complaints.size() && complaints[i].at < end;
           ++i) {
        if (i != cause && complaints[i].cascades) dropped[i] = true;
      }
    };
    for (size_t i = 0; i < complaints.size(); ++i) {
      const Complaint& complaint = complaints[i];
      if (dropped[i]) continue;
      switch (complaint.role) {
        case Role::Junk:
        case Role::Misshapen: drop(complaint.at, regionAt(complaint.at).end, i); break;
        case Role::Unclosed: drop(complaint.at, lineEnd(complaint.until), i); break;
        case Role::Crossed: {
          // If a closer is left over at the end, everything after this was misread.
          const uint32_t end = regionAt(complaint.at).end;
          drop(complaint.at, lineEnd(complaint.until), i);
          for (size_t j = i + 1; j < complaints.size() && complaints[j].at < end; ++j) {
            const Complaint& other = complaints[j];
            const bool stray = other.role == Role::Stray || other.role == Role::StrayBrace;
            if (!stray || other.at < complaint.until) continue;
            drop(complaint.at, end, i);
            break;
          }
          break;
        }
        case Role::Stray:
        case Role::StrayBrace: drop(blockBegin(complaint.at), complaint.at, i); break;
        case Role::StrayFence: {
          uint32_t begin = regionAt(complaint.at).begin;
          for (const FenceText& fence : tokens_.fences) {
            if (fence.end < complaint.at) begin = std::max(begin, fence.end);
          }
          drop(begin, complaint.at, i);
          break;
        }
        default: break;
      }
    }
    return dropped;
  }

  /// Keeps later passes from reporting what follows from an error that was reported.
  void overshadow(const Complaint& complaint) {
    using Role = Complaint::Role;
    if (complaint.role == Role::Understood) return;
    const auto hide = [&](size_t begin, size_t end) {
      diags_.hide({tree_.file, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    };
    const Region region = regionAt(complaint.at);
    hide(lineStart(complaint.at), lineEnd(complaint.at));
    hideAbsences(complaint.at, region);
    switch (complaint.role) {
      case Role::Stray: hide(blockBegin(complaint.at), complaint.at); break;
      case Role::Nameless: tree_.nameless.push_back({tree_.file, region.begin, region.end}); break;
      case Role::Misshapen:
      case Role::StrayBrace:
      case Role::StrayFence: hide(region.begin, region.end); break;
      case Role::Unclosed:
      case Role::Crossed: hide(lineStart(complaint.at), lineEnd(complaint.until)); break;
      case Role::Junk:
        hide(complaint.at, region.end);
        // The head of a declaration is lost.
        if (lineStart(complaint.at) > lineStart(region.begin) || complaint.at == region.begin) {
          tree_.nameless.push_back({tree_.file, 0, static_cast<uint32_t>(text_.size())});
        }
        break;
      default: break;
    }
    for (const auto& [begin, id] : declarations_) {
      if (begin != region.begin) continue;
      tree_.decls[id].broken = true;
      if (complaint.role == Role::Junk) {
        loseNamesIn(complaint.at, region.end);
      } else if (tree_.decls[id].name.empty()) {
        loseNamesIn(region.begin, region.end);
      }
    }
  }
  /// What seems to be missing may be in what could not be read at `at`: hide absences in everything that is open there.
  void hideAbsences(uint32_t at, const Region& region) {
    const auto& tokens = tokens_.tokens;
    const size_t first = indexAt(region.begin);
    const auto hide = [&](uint32_t begin, uint32_t end) { diags_.hideAbsences({tree_.file, begin, end}); };
    size_t body = first;
    while (body < tokens.size() && tokens[body].begin < at &&
           (tokens[body].depth != 0 || tokens[body].kind != TokenKind::OpenBrace)) {
      ++body;
    }
    // In the head, an input or output may have been lost.
    if (body >= tokens.size() || tokens[body].begin >= at) return hide(region.begin, region.end);
    hide(region.begin, tokens[body].end);
    uint16_t depth = UINT16_MAX;
    for (size_t i = std::min(indexAt(at), tokens.size()); i-- > body;) {
      const Token& token = tokens[i];
      if (token.depth >= depth) continue;
      if (depth != UINT16_MAX) hide(static_cast<uint32_t>(lineStart(token.begin)), token.end);
      depth = token.depth;
    }
  }
  [[nodiscard]] size_t indexAt(uint32_t at) const {
    const auto& tokens = tokens_.tokens;
    return static_cast<size_t>(
        std::lower_bound(tokens.begin(), tokens.end(), at,
                         [](const Token& token, uint32_t position) { return token.begin < position; }) -
        tokens.begin());
  }
  void loseNamesIn(uint32_t begin, uint32_t end) {
    loseNames(static_cast<uint32_t>(indexAt(begin)), static_cast<uint32_t>(indexAt(end)));
  }
  void loseNames(uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last && i < tokens_.tokens.size(); ++i) {
      const Token& token = tokens_.tokens[i];
      if (token.kind == TokenKind::Identifier) {
        tree_.lostNames.insert(text_.substr(token.begin, token.end - token.begin));
      }
    }
  }

  [[nodiscard]] uint32_t headIndex(const Chunk& chunk) const {
    uint32_t i = chunk.first;
    while (i < chunk.last && !(tokens_.tokens[i].depth == 0 && beginsDeclaration(tokens_.tokens[i].kind))) ++i;
    return std::min(i, chunk.last - 1);
  }
  /// Where lines end; many errors may be on one long line.
  [[nodiscard]] const std::vector<uint32_t>& lineEnds() const {
    if (!lineEnds_.empty()) return lineEnds_;
    for (size_t end = text_.find('\n'); end != std::string_view::npos; end = text_.find('\n', end + 1))
      lineEnds_.push_back(static_cast<uint32_t>(end));
    lineEnds_.push_back(static_cast<uint32_t>(text_.size()));
    return lineEnds_;
  }
  [[nodiscard]] size_t lineStart(uint32_t at) const {
    const auto end = std::lower_bound(lineEnds().begin(), lineEnds().end(), at);
    return end == lineEnds().begin() ? 0 : size_t{*std::prev(end)} + 1;
  }
  [[nodiscard]] uint32_t lineEnd(uint32_t at) const {
    const auto end = std::lower_bound(lineEnds().begin(), lineEnds().end(), at);
    return end == lineEnds().end() ? lineEnds().back() : *end;
  }
  /// For a closer that is first on its line and closes nothing: the end of the nearest line above that is not indented
  /// more, after which the opener was lost. Otherwise the position of the closer.
  [[nodiscard]] uint32_t blockBegin(uint32_t closer) const {
    const auto indentOf = [&](size_t line) { return text_.find_first_not_of(" \t\r", line) - line; };
    size_t line = lineStart(closer);
    const size_t indent = indentOf(line);
    if (line + indent != closer) return closer;
    while (line > 0) {
      const size_t above = lineStart(static_cast<uint32_t>(line - 1));
      const size_t first = text_.find_first_not_of(" \t\r", above);
      if (first < line && text_[first] != '\n' && indentOf(above) <= indent) {
        return static_cast<uint32_t>(line - 1);
      }
      line = above;
    }
    return 0;
  }
  void complain(source::Span at, std::function<void(diag::Engine&)> report) {
    tokens_.complaints.push_back({at.begin, true, std::move(report)});
  }
  void checkDocs(const Chunk& chunk) {
    auto doc = std::lower_bound(tokens_.docs.begin(), tokens_.docs.end(), chunk.first,
                                [](const DocComment& d, uint32_t token) { return d.token < token; });
    for (; doc != tokens_.docs.end() && doc->token < chunk.last; ++doc) {
      if (doc->used) continue;
      const source::Span where{tree_.file, doc->begin, doc->begin + 3};
      tokens_.complaints.push_back(
          {where.begin, false, [=](diag::Engine& diags) {
             diags.report(where, diag::docWithoutOwner).fix("make it a plain comment", true, {{where, "//"}});
           }});
    }
  }

  std::string_view text_;
  syntax::Tree& tree_;
  diag::Engine& diags_;
  TokenFile tokens_;
  ChunkStream stream_;
  ErrorStrategy strategy_;
  TreeBuilder builder_;
  std::optional<generated::Mlp> parser_;
  std::vector<std::pair<uint32_t, syntax::DeclId>> declarations_;  ///< sorted by where their chunks begin
  std::unordered_set<size_t> claimed_;
  mutable std::vector<uint32_t> lineEnds_;
  size_t errors_ = 0;
  bool full_ = false;
};

std::shared_ptr<const syntax::ParsedFile> parse(source::FileId file, std::shared_ptr<const source::SourceFile> text) {
  auto parsed = std::make_shared<syntax::ParsedFile>(file, std::move(text));
  diag::Engine diags;
  if (isReadable(parsed->source->text(), file, diags)) {
    FileParser parser(parsed->source->text(), parsed->tree, diags);
    for (const Chunk& chunk : parser.chunks()) {
      if (parser.full()) break;
      parsed->tree.order.push_back(parser.parse(chunk));
    }
    parser.report();
    parser.moveTokens(*parsed);
  }
  parsed->filter = diags.filter();
  parsed->findings = diags.take();
  return parsed;
}

}  // namespace mlpc::parse

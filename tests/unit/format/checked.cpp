#include "checked.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mlpc/parse/parse.h"
#include "same_tree.h"

namespace mlpc::format::test {

using syntax::TokenKind;

std::shared_ptr<const syntax::ParsedFile> parsed(const std::string& text) {
  return parse::parse(source::FileId(0), std::make_shared<source::SourceFile>("a.mlp", "a.mlp", text));
}

namespace {

/// The tokens, without commas and the whitespace at the beginnings of the lines of fences.
std::vector<std::string> tokensOf(const syntax::ParsedFile& file) {
  std::vector<std::string> tokens;
  for (const syntax::Token& token : file.tokens) {
    if (token.kind == TokenKind::Comma) continue;
    std::string text(file.source->text().substr(token.begin, token.end - token.begin));
    const bool fence = token.kind == TokenKind::Fence || token.kind == TokenKind::FenceHead ||
                       token.kind == TokenKind::FenceMid || token.kind == TokenKind::FenceTail;
    if (fence) {
      std::string shifted;
      for (size_t i = 0; i < text.size(); ++i) {
        shifted += text[i];
        if (text[i] == '\n') i = std::min(text.find_first_not_of(" \t", i + 1), text.size()) - 1;
      }
      text = shifted;
    }
    tokens.push_back(std::to_string(static_cast<int>(token.kind)) + " " + text);
  }
  return tokens;
}

std::vector<std::string> commentsOf(const syntax::ParsedFile& file) {
  std::vector<std::string> comments;
  for (const syntax::Comment& comment : file.comments) {
    comments.emplace_back(file.source->text().substr(comment.begin, comment.end - comment.begin));
  }
  return comments;
}

std::string apply(std::string text, const std::vector<diag::Edit>& edits) {
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
    text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
  }
  return text;
}

}  // namespace

Checked checked(const std::string& text, const Style& style) {
  const auto before = parsed(text);
  const Formatted once = format(*before, style);
  const auto wrong = [&](const std::string& why) { return Checked{once.text, why}; };
  if (!once.findings.empty()) return wrong(once.findings.reports().front().message);
  if (apply(text, once.edits) != once.text) return wrong("the edits do not lead to the text");
  const auto after = parsed(once.text);
  if (tokensOf(*before) != tokensOf(*after)) return wrong("other tokens");
  if (commentsOf(*before) != commentsOf(*after)) return wrong("other comments");
  if (!sameTree(*before, *after)) return wrong("another tree");
  const Formatted twice = format(*after, style);
  if (twice.text != once.text) return wrong("formatted again it is\n" + twice.text);
  return {once.text, ""};
}

const std::vector<std::pair<std::string, std::string>>& allSources() {
  static const auto kSources = [] {
    std::vector<std::pair<std::string, std::string>> found;
    for (const char* folder : {"samples", "stdlib", "tests"}) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".mlp") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream text;
        text << in.rdbuf();
        found.emplace_back(entry.path().string(), text.str());
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }();
  return kSources;
}

}  // namespace mlpc::format::test

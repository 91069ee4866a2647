#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "grammar.h"
#include "mlpc/parse/parse.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/keywords.h"
#include "mlpc/syntax/parsed_file.h"

// The grammar for editors reads every source of the project as the compiler does.
namespace mlpc::editors::testing {
namespace {

using syntax::TokenKind;

/// A source that the compiler reads without an error.
struct Source {
  std::string path;
  std::string text;
  std::shared_ptr<const syntax::ParsedFile> parsed;
};

std::shared_ptr<const syntax::ParsedFile> compilerReads(const std::string& text) {
  source::SourceManager sources;
  const source::FileId file = sources.add("test.mlp", "test.mlp", text);
  return parse::parse(file, sources.share(file));
}

const std::vector<Source>& sources() {
  static const std::vector<Source> all = [] {
    std::vector<Source> result;
    for (const auto& path : files({"samples", "stdlib", "tests/cases", "tests/import", "tests/conformance"}, ".mlp")) {
      std::string text = readFile(path);
      auto parsed = compilerReads(text);
      if (parsed->findings.empty()) result.push_back({path, std::move(text), std::move(parsed)});
    }
    return result;
  }();
  return all;
}

/// `type at line:column` of each node that is an error or missing.
std::vector<std::string> errors(const TSTree* tree) {
  std::vector<std::string> result;
  forEachNode(tree, [&](TSNode node) {
    if (!ts_node_is_error(node) && !ts_node_is_missing(node)) return;
    const TSPoint at = ts_node_start_point(node);
    result.push_back(std::string(type(node)) + " at " + std::to_string(at.row + 1) + ":" +
                     std::to_string(at.column + 1));
  });
  return result;
}

TEST(Sources, AreThere) { EXPECT_GT(sources().size(), 300U); }

TEST(Sources, HaveNoErrorWhereTheCompilerFindsNone) {
  for (const auto& source : sources())
    EXPECT_EQ(errors(read(source.text).get()), std::vector<std::string>{}) << source.path;
}

TEST(Sources, HaveTheSameTreeWithWindowsLineEnds) {
  for (const auto& source : sources()) {
    if (source.text.find('\r') != std::string::npos) continue;
    std::string windows;
    for (const char c : source.text) {
      if (c == '\n') windows += '\r';
      windows += c;
    }
    EXPECT_EQ(shape(read(windows).get()), shape(read(source.text).get())) << source.path;
  }
}

/// Where a leaf begins, and whether it is a name or a word of the language.
std::map<uint32_t, std::string> wordsOfTree(const TSTree* tree, std::string_view text) {
  std::map<uint32_t, std::string> result;
  forEachNode(tree, [&](TSNode node) {
    if (ts_node_child_count(node) != 0 && type(node) != "null" && type(node) != "boolean") return;
    const std::string_view word = textOf(node, text);
    const bool isName = type(node) == "identifier";
    if (isName || syntax::isKeyword(type(node))) {
      result[ts_node_start_byte(node)] = std::string(isName ? "name " : "word ") + std::string(word);
    }
  });
  return result;
}

std::map<uint32_t, std::string> wordsOfCompiler(const Source& source) {
  std::map<uint32_t, std::string> result;
  for (const auto& token : source.parsed->tokens) {
    const bool isWord = token.kind >= TokenKind::Let && token.kind <= TokenKind::Steps;
    if (!isWord && token.kind != TokenKind::Identifier) continue;
    result[token.begin] = (isWord ? "word " : "name ") + source.text.substr(token.begin, token.end - token.begin);
  }
  return result;
}

TEST(Sources, HaveTheSameNamesAndKeywords) {
  for (const auto& source : sources())
    EXPECT_EQ(wordsOfTree(read(source.text).get(), source.text), wordsOfCompiler(source)) << source.path;
}

TEST(Sources, HaveTheSameFences) {
  size_t count = 0;
  for (const auto& source : sources()) {
    std::vector<uint32_t> expectedBegins;
    std::vector<uint32_t> expectedEnds;
    for (const auto& token : source.parsed->tokens) {
      if (token.kind == TokenKind::Fence || token.kind == TokenKind::FenceHead) expectedBegins.push_back(token.begin);
      if (token.kind == TokenKind::Fence || token.kind == TokenKind::FenceTail) expectedEnds.push_back(token.end);
    }
    std::vector<uint32_t> begins;
    std::vector<uint32_t> ends;
    forEachNode(read(source.text).get(), [&](TSNode node) {
      if (type(node) == "fence_start") begins.push_back(ts_node_start_byte(node));
      if (type(node) == "fence_end") ends.push_back(ts_node_end_byte(node));
    });
    EXPECT_EQ(begins, expectedBegins) << source.path;
    EXPECT_EQ(ends, expectedEnds) << source.path;
    count += begins.size();
  }
  EXPECT_GT(count, 400U);
}

TEST(Sources, HaveTheSamePlaceholders) {
  size_t count = 0;
  for (const auto& source : sources()) {
    std::vector<uint32_t> expected;
    for (const auto& token : source.parsed->tokens) {
      const bool opens = token.kind == TokenKind::StringHead || token.kind == TokenKind::StringMid ||
                         token.kind == TokenKind::FenceHead || token.kind == TokenKind::FenceMid;
      if (opens) expected.push_back(token.end - 2);
    }
    std::vector<uint32_t> found;
    forEachNode(read(source.text).get(), [&](TSNode node) {
      if (type(node) == "placeholder") found.push_back(ts_node_start_byte(node));
    });
    EXPECT_EQ(found, expected) << source.path;
    count += found.size();
  }
  EXPECT_GT(count, 300U);
}

TSPoint pointAt(std::string_view text, size_t at) {
  const std::string_view before = text.substr(0, at);
  const size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
  return {static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n')), static_cast<uint32_t>(at - lineStart)};
}

/// `before` becomes `after`, which is longer or shorter by something at `at`.
TreePtr readAgain(TreePtr tree, std::string_view before, std::string_view after, size_t at) {
  const size_t common = std::min(before.size(), after.size());
  const size_t oldEnd = at + before.size() - common;
  const size_t newEnd = at + after.size() - common;
  const TSInputEdit edit{static_cast<uint32_t>(at), static_cast<uint32_t>(oldEnd), static_cast<uint32_t>(newEnd),
                         pointAt(before, at),       pointAt(before, oldEnd),       pointAt(after, newEnd)};
  ts_tree_edit(tree.get(), &edit);
  return read(after, tree.get());
}

// What typing and undoing it leaves behind, wherever it happens, is the tree of the text.
TEST(Sources, AreReadAgainAfterEdits) {
  for (const auto& source : sources()) {
    if (!source.path.starts_with("samples/")) continue;
    const std::string expected = shape(read(source.text).get());
    TreePtr tree = read(source.text);
    const size_t step = source.text.size() / 31 + 1;
    for (size_t at = 0; at < source.text.size(); at += step) {
      for (const std::string typed : {"(", "\"", ">>>\n", "bash <<<\n", "~{"}) {
        std::string text = source.text;
        text.insert(at, typed);
        tree = readAgain(std::move(tree), source.text, text, at);
        tree = readAgain(std::move(tree), text, source.text, at);
        ASSERT_EQ(shape(tree.get()), expected) << source.path << " after " << typed << " at " << at;
      }
    }
  }
}

TEST(Sources, MayBeAnything) {
  for (const auto& path : files({"tests/fuzz/corpus/parser"}, "")) {
    const std::string text = readFile(path);
    const TreePtr tree = read(text);
    EXPECT_EQ(ts_node_end_byte(ts_tree_root_node(tree.get())), text.size()) << path;
  }
}

}  // namespace
}  // namespace mlpc::editors::testing

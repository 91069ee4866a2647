#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "grammar.h"
#include "mlpc/syntax/keywords.h"

namespace mlpc::editors::testing {
namespace {

const std::string kFolder = "tools/tree-sitter-mlp/queries/";

struct QueryDeleter {
  void operator()(TSQuery* query) const { ts_query_delete(query); }
};
struct CursorDeleter {
  void operator()(TSQueryCursor* cursor) const { ts_query_cursor_delete(cursor); }
};

/// A predicate or directive: `#eq?`, its arguments; captures are written `@name`.
using Predicate = std::vector<std::string>;

struct Match {
  uint16_t pattern = 0;
  std::multimap<std::string, TSNode> captures;
  std::map<std::string, std::string> properties;
};

class Query {
 public:
  explicit Query(const std::string& path) {
    const std::string text = readFile(path);
    uint32_t offset = 0;
    TSQueryError error = TSQueryErrorNone;
    query_.reset(ts_query_new(language(), text.data(), static_cast<uint32_t>(text.size()), &offset, &error));
    if (query_ == nullptr) throw std::runtime_error(path + ": error at byte " + std::to_string(offset));
  }

  /// The matches whose predicates hold.
  std::vector<Match> matches(const TSTree* tree, std::string_view text) const {
    const std::unique_ptr<TSQueryCursor, CursorDeleter> cursor(ts_query_cursor_new());
    ts_query_cursor_exec(cursor.get(), query_.get(), ts_tree_root_node(tree));
    std::vector<Match> result;
    TSQueryMatch found;
    while (ts_query_cursor_next_match(cursor.get(), &found)) {
      Match match;
      match.pattern = found.pattern_index;
      for (uint16_t i = 0; i < found.capture_count; ++i)
        match.captures.emplace(captureName(found.captures[i].index), found.captures[i].node);
      if (holds(match, predicates(found.pattern_index), text)) result.push_back(std::move(match));
    }
    return result;
  }

 private:
  std::string captureName(uint32_t index) const {
    uint32_t length = 0;
    const char* name = ts_query_capture_name_for_id(query_.get(), index, &length);
    return {name, length};
  }

  std::vector<Predicate> predicates(uint32_t pattern) const {
    uint32_t count = 0;
    const TSQueryPredicateStep* steps = ts_query_predicates_for_pattern(query_.get(), pattern, &count);
    std::vector<Predicate> result(1);
    for (uint32_t i = 0; i < count; ++i) {
      if (steps[i].type == TSQueryPredicateStepTypeDone) {
        result.emplace_back();
      } else if (steps[i].type == TSQueryPredicateStepTypeCapture) {
        result.back().push_back("@" + captureName(steps[i].value_id));
      } else {
        uint32_t length = 0;
        const char* text = ts_query_string_value_for_id(query_.get(), steps[i].value_id, &length);
        result.back().emplace_back(text, length);
      }
    }
    result.pop_back();
    return result;
  }

  static bool holds(Match& match, const std::vector<Predicate>& predicates, std::string_view text) {
    for (const auto& predicate : predicates) {
      if (predicate.at(0) == "set!") {
        match.properties[predicate.at(1)] = predicate.at(2);
        continue;
      }
      const auto captured = match.captures.find(predicate.at(1).substr(1));
      if (captured == match.captures.end()) throw std::runtime_error("no capture " + predicate.at(1));
      const bool among =
          std::find(predicate.begin() + 2, predicate.end(), textOf(captured->second, text)) != predicate.end();
      if (predicate[0] == "not-any-of?" ? among : !among) return false;
      if (predicate[0] != "not-any-of?" && predicate[0] != "any-of?" && predicate[0] != "eq?")
        throw std::runtime_error("unknown predicate " + predicate[0]);
    }
    return true;
  }

  std::unique_ptr<TSQuery, QueryDeleter> query_;
};

std::string everySource() {
  std::string result;
  for (const auto& path : files({"samples", "stdlib"}, ".mlp")) result += readFile(path) + "\n";
  return result;
}

TEST(Queries, MatchSomething) {
  const std::string text = everySource();
  const TreePtr tree = read(text);
  for (const auto& path : files({kFolder}, ".scm")) EXPECT_FALSE(Query(path).matches(tree.get(), text).empty()) << path;
}

TEST(Queries, InjectTheLanguageOfEachFence) {
  const std::map<std::string, std::string> languages{
      {"python", "python"},         {"bash", "bash"}, {"sh", "bash"},  {"pwsh", "powershell"},
      {"powershell", "powershell"}, {"text", ""},     {"yaml", "yaml"}};
  const Query query(kFolder + "injections.scm");
  for (const auto& [word, language] : languages) {
    for (const std::string& before : {std::string("component f { "), std::string("const a = ")}) {
      const std::string text = before + word + " <<<\n  a ~{b}\n>>>" + (before.ends_with("{ ") ? " }" : "");
      const TreePtr tree = read(text);
      const auto matches = query.matches(tree.get(), text);
      if (language.empty()) {
        EXPECT_TRUE(matches.empty()) << text;
        continue;
      }
      ASSERT_EQ(matches.size(), 1U) << text;
      const auto& captures = matches[0].captures;
      const auto& properties = matches[0].properties;
      const auto named = captures.find("injection.language");
      EXPECT_EQ(named == captures.end() ? properties.at("injection.language") : textOf(named->second, text), language);
      const TSNode content = captures.find("injection.content")->second;
      EXPECT_EQ(textOf(content, text), "  a ~{b}\n");
      // Children are left out, so a placeholder is not read as Python.
      ASSERT_EQ(ts_node_child_count(content), 1U);
      EXPECT_EQ(textOf(ts_node_child(content, 0), text), "~{b}");
    }
  }
}

/// How the only leaf that reads `word` looks: of several patterns the last one counts.
std::string highlight(const std::string& text, std::string_view word) {
  const TreePtr tree = read(text);
  std::map<uint16_t, std::string> byPattern;
  for (const auto& match : Query(kFolder + "highlights.scm").matches(tree.get(), text)) {
    for (const auto& [name, node] : match.captures) {
      if (textOf(node, text) == word) byPattern[match.pattern] = name;
    }
  }
  return byPattern.empty() ? "" : byPattern.rbegin()->second;
}

TEST(Queries, HighlightEveryKeyword) {
  const std::string query = readFile(kFolder + "highlights.scm");
  for (const auto keyword : syntax::kKeywords) {
    const auto length = static_cast<uint32_t>(keyword.size());
    const bool isConstant = keyword == "true" || keyword == "false" || keyword == "null";
    EXPECT_TRUE(isConstant || query.find("\"" + std::string(keyword) + "\"") != std::string::npos) << keyword;
    EXPECT_NE(ts_language_symbol_for_name(language(), keyword.data(), length, keyword == "null"), 0) << keyword;
  }
}

TEST(Queries, HighlightNamesByWhatTheyAre) {
  const std::string text =
      "component train(epochs: int) -> map { image: \"i\" }\n"
      "pipeline p() { let t = run(count: 1, b: true, c: null, d: 2Gi) }\n";
  const std::map<std::string, std::string> expected{{"component", "keyword"},
                                                    {"train", "function"},
                                                    {"epochs", "variable.parameter"},
                                                    {"int", "type.builtin"},
                                                    {"image", "property"},
                                                    {"\"i\"", "string"},
                                                    {"run", "function.call"},
                                                    {"count", "variable.parameter"},
                                                    {"t", "variable"},
                                                    {"true", "boolean"},
                                                    {"null", "constant.builtin"},
                                                    {"2Gi", "number"},
                                                    {"->", "operator"},
                                                    {"let", "keyword"}};
  for (const auto& [word, name] : expected) EXPECT_EQ(highlight(text, word), name) << word;
}

TEST(Queries, FindDefinitions) {
  const std::string text =
      "const a = 1\ntype T = int\ncomponent c() {}\npipeline p() { c() }\nworkflow w {}\n"
      "secret s { name: \"s\" }\nresource r: k8s.Namespace { name: \"r\" }\n";
  std::set<std::string> found;
  const TreePtr tree = read(text);
  for (const auto& match : Query(kFolder + "tags.scm").matches(tree.get(), text)) {
    for (const auto& [name, node] : match.captures) {
      if (name != "name") found.insert(name + " " + std::string(textOf(match.captures.find("name")->second, text)));
    }
  }
  EXPECT_EQ(found, (std::set<std::string>{"definition.constant a", "definition.type T", "definition.function c",
                                          "definition.function p", "reference.call c", "definition.function w",
                                          "definition.constant s", "definition.constant r", "reference.type int"}));
}

TEST(Queries, FoldBracesAndFences) {
  const std::string text = "component f {\n  python <<<\n    x\n  >>>\n}\n";
  std::set<uint32_t> lines;
  const TreePtr tree = read(text);
  for (const auto& match : Query(kFolder + "folds.scm").matches(tree.get(), text))
    lines.insert(ts_node_start_point(match.captures.begin()->second).row);
  EXPECT_EQ(lines, (std::set<uint32_t>{0, 2}));
}

TEST(Queries, FindScopesAndWhatIsDeclaredInThem) {
  const std::string text = "pipeline p(a: int) {\n  for x in a { let y = x }\n}\n";
  std::multiset<std::string> found;
  const TreePtr tree = read(text);
  for (const auto& match : Query(kFolder + "locals.scm").matches(tree.get(), text)) {
    for (const auto& [name, node] : match.captures) {
      if (name != "local.scope") found.insert(name + " " + std::string(textOf(node, text)));
    }
  }
  EXPECT_EQ(found, (std::multiset<std::string>{"local.definition a", "local.definition p", "local.definition x",
                                               "local.definition y", "local.reference a", "local.reference int",
                                               "local.reference x"}));
}

}  // namespace
}  // namespace mlpc::editors::testing

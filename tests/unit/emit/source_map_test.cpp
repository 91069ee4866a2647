#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/source/source_manager.h"
#include "yaml_writer.h"

namespace mlpc::emit {
namespace {

source::Span at(uint32_t begin, uint32_t end) { return {source::FileId(0), begin, end}; }

/// `path: text of the file` for each entry, with the start of its origin.
std::vector<std::string> shown(const std::vector<Mapped>& map, const std::string& text) {
  std::vector<std::string> lines;
  for (const Mapped& entry : map) {
    lines.push_back(std::to_string(entry.document) + entry.path + " = " +
                    text.substr(entry.begin, entry.end - entry.begin) + " @" + std::to_string(entry.origin.begin));
  }
  return lines;
}

Node sample() {
  Node node;
  node.at(at(1, 2));
  node.set("a/b", "x y").at(at(3, 4));
  Node& list = node.set("~", Node::sequence());
  list.push(1);
  list.push("two\nlines\n").at(at(5, 6));
  Node flow = Node::sequence({Node(true), Node("q: r").at(at(7, 8))});
  node.set("f", std::move(flow.styled(Style::Flow)));
  node.set("e", Node::mapping());
  return node;
}

TEST(SourceMap, RecordsEveryScalarOfYaml) {
  std::vector<Mapped> map;
  const std::string text = writeYaml({sample(), Node("last")}, "# head\n", &map, at(9, 9));
  EXPECT_EQ(text, writeYaml({sample(), Node("last")}, "# head\n"));
  EXPECT_EQ(shown(map, text),
            (std::vector<std::string>{"0/a~1b = x y @3", "0/~0/0 = 1 @1", "0/~0/1 = |\n  two\n  lines @5",
                                      "0/f/0 = true @1", "0/f/1 = \"q: r\" @7", "1 = last @9"}));
}

TEST(SourceMap, FollowsPiecesToTheirPlaces) {
  diag::Engine diags;
  Outlet outlet({.sourceMap = true}, diags);
  const SharedPiece piece = outlet.piece(sample(), at(20, 21));
  Node plain;
  plain.set("k", "v");
  const SharedPiece other = outlet.piece(std::move(plain), at(20, 21));
  Assembly file(outlet, "f.yaml", at(30, 31), 100);
  file.comment("# head\n");
  file.fixed(0, "top");
  file.key(2, "one", at(40, 41));
  file.block(4, piece, at(40, 41));
  file.entry(2, "two", "on", at(50, 51));
  file.nextDocument();
  file.fixed(0, "top");
  file.block(2, other, at(60, 61));
  file.finish();
  const std::vector<OutputFile> files = outlet.take();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(
      shown(files[0].map, files[0].text),
      (std::vector<std::string>{"0/top/one/a~1b = x y @3", "0/top/one/f/0 = true @1", "0/top/one/f/1 = \"q: r\" @7",
                                "0/top/one/~0/0 = 1 @1", "0/top/one/~0/1 = |\n      two\n      lines @5",
                                "0/top/two = \"on\" @50", "1/top/k = v @60"}));
}

TEST(SourceMap, KnowsTheLinesOfScripts) {
  diag::Engine diags;
  Outlet outlet({.sourceMap = true}, diags);
  Node document;
  document.set("a", "x").at(at(5, 6));
  document.set("b", "y\nz\n").at(at(7, 8));
  Script section = Script("# one\nmake ") + Script("'w'").at(at(3, 4)) + " now\n";
  section += "cat <<'YAML'\n";
  section += Script::document(document);
  section += "YAML\n";
  Script script("#!/bin/sh\n");
  script += std::move(section).at(at(1, 2));
  script += Script("if x; then\n") + Script(Script("say ") + Script("'v'").at(at(9, 9)) + "\n\nend\n").indented(2);
  outlet.script("s.sh", at(0, 1), script);
  const std::vector<OutputFile> files = outlet.take();
  EXPECT_TRUE(files[0].executable);
  EXPECT_EQ(
      files[0].text,
      "#!/bin/sh\n# one\nmake 'w' now\ncat <<'YAML'\na: x\nb: |\n  y\n  z\nYAML\nif x; then\n  say 'v'\n\n  end\n");
  EXPECT_EQ(
      shown(files[0].map, files[0].text),
      (std::vector<std::string>{"0 = #!/bin/sh @0", "0 = # one @1", "0 = make 'w' now @1", "0 = 'w' @3",
                                "0 = cat <<'YAML' @1", "0 = a: x @5", "0 = b: | @7", "0 = y @7", "0 = z @7",
                                "0 = YAML @1", "0 = if x; then @0", "0 = say 'v' @0", "0 = 'v' @9", "0 = end @0"}));
}

TEST(SourceMap, IsJson) {
  source::SourceManager sources;
  sources.add("dir/main.mlp", "dir/main.mlp", "ä\n\"xy\"\n");
  OutputFile file{"a.yaml", "k: ü\n", false, {}, {{0, "/k", 3, 5, {source::FileId(0), 3, 7}}}};
  EXPECT_EQ(
      sourceMapText(file, sources),
      "{\n\"document\": \"a.yaml\",\n\"entries\": [\n"
      "{\"index\": 0, \"path\": \"/k\", \"output\": {\"line\": 1, \"column\": 4, \"endLine\": 1, \"endColumn\": 5}, "
      "\"source\": {\"file\": \"dir/main.mlp\", \"line\": 2, \"column\": 1, \"endLine\": 2, \"endColumn\": 5}}\n"
      "]\n}\n");
}

}  // namespace
}  // namespace mlpc::emit

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"

namespace mlpc::emit {
namespace {

source::Span at(uint32_t begin, uint32_t end) { return {source::FileId(0), begin, end}; }

std::string kindOf(Outgoing::Kind kind) {
  switch (kind) {
    case Outgoing::Kind::File: return "file";
    case Outgoing::Kind::Name: return "name";
    case Outgoing::Kind::Text: return "text";
    case Outgoing::Kind::Comment: return "comment";
    case Outgoing::Kind::Script: return "script";
    case Outgoing::Kind::Words: return "words";
    case Outgoing::Kind::Lines: return "lines";
    case Outgoing::Kind::Packed: return "packed";
  }
  return {};
}

/// A gate is a plain function, so it has nowhere else to write to.
std::vector<std::string> seen;
bool look(const Outgoing& outgoing, diag::Engine& /*diags*/) {
  seen.push_back(std::string(outgoing.file) + "|" + kindOf(outgoing.kind) + "|" + std::string(outgoing.key) + "|" +
                 std::string(outgoing.text) + "@" + std::to_string(outgoing.origin.begin));
  return true;
}
constexpr Gate kLook[] = {look};

Node sample() {
  Node node;
  node.set("k", "v", at(3, 4)).at(at(5, 6));
  Node& list = node.set("list", Node::sequence());
  list.push("item").at(at(7, 8));
  list.push(1);
  return node;
}

TEST(Gates, SeeDocumentsNameByName) {
  diag::Engine diags;
  seen.clear();
  Outlet outlet({.moreGates = kLook}, diags);
  Node node = sample();
  node["list"].commented("why");
  outlet.yaml("f.yaml", at(1, 2), node, "# head\n");
  EXPECT_EQ(seen, (std::vector<std::string>{"f.yaml|file||f.yaml@1", "f.yaml|comment||# head@1", "f.yaml|name||k@3",
                                            "f.yaml|text|k|v@5", "f.yaml|name||list@1", "f.yaml|comment||why@1",
                                            "f.yaml|text|list|item@7"}));
}

TEST(Gates, HoldNamesThatLeaveTheFolderAndCommentsThatEndEarly) {
  diag::Engine diags;
  Outlet outlet({}, diags);
  outlet.yaml("../f.yaml", at(1, 2), sample(), "# a\rb\n# c\u2028d\n");
  std::set<uint16_t> codes;
  for (const diag::Report& report : diags.sorted()) codes.insert(report.record->code);
  EXPECT_EQ(codes, (std::set<uint16_t>{3991, 9001}));
}

TEST(Gates, SeeScriptsLineByLine) {
  diag::Engine diags;
  seen.clear();
  Outlet outlet({.moreGates = kLook}, diags);
  outlet.script("s.sh", at(1, 2), Script("go\n\n") + Script("  stop\n").at(at(9, 9)) + Script::document(sample()));
  EXPECT_EQ(seen, (std::vector<std::string>{"s.sh|file||s.sh@1", "s.sh|script||go@1", "s.sh|script||stop@9",
                                            "s.sh|lines||go\n\n  stop\n@1", "s.sh|name||k@3", "s.sh|text|k|v@5",
                                            "s.sh|name||list@1", "s.sh|text|list|item@7"}));
}

TEST(Gates, SeeTheWordsOfACommandTogether) {
  diag::Engine diags;
  seen.clear();
  Outlet outlet({.moreGates = kLook}, diags);
  Node node;
  node.set("args", Node::sequence({Node("c").at(at(5, 6))}));
  node.set("command", Node::sequence({Node("a").at(at(3, 4)), Node("b")}));
  outlet.yaml("f.yaml", at(1, 2), node);
  EXPECT_EQ(seen.back(), "f.yaml|words||a b c @3");
}

TEST(Gates, LetAScriptStandForItself) {
  diag::Engine diags;
  seen.clear();
  Outlet outlet({.moreGates = kLook}, diags);
  Node node;
  node.set("command",
           Node::sequence({Node("a"), Node("b\n"), Node("x\ny"), Node("c"), Node("d"), Node(std::string(401, 'e'))}));
  outlet.yaml("f.yaml", at(1, 2), node);
  std::vector<std::string> words;
  std::copy_if(seen.begin(), seen.end(), std::back_inserter(words),
               [](const std::string& line) { return line.starts_with("f.yaml|words"); });
  EXPECT_EQ(words, (std::vector<std::string>{"f.yaml|words||a b\n @1", "f.yaml|words||c d @1"}));
}

/// What a value is called, and what it is for.
std::vector<std::string> called;
bool lookAtNames(const Outgoing& outgoing, diag::Engine& /*diags*/) {
  if (outgoing.kind != Outgoing::Kind::Text) return true;
  constexpr const char* kRoles[] = {"field", "variable", "input", "secret"};
  called.push_back(std::string(outgoing.name) + " " + kRoles[static_cast<size_t>(outgoing.role)]);
  return true;
}
constexpr Gate kLookAtNames[] = {lookAtNames};

TEST(Gates, KnowWhatADocumentCallsAValue) {
  diag::Engine diags;
  called.clear();
  Outlet outlet({.moreGates = kLookAtNames}, diags);
  Node node;
  Node variable;
  variable.set("name", "DB_HOST");
  variable.set("value", "db");
  node["env"].push(std::move(variable));
  node["inputDefinitions"]["parameters"]["epochs"]["defaultValue"] = "three";
  node["inputs"]["parameters"]["rate"]["runtimeValue"]["constant"] = "slow";
  Node secret;
  secret.set("kind", "Secret");
  secret["data"]["user"] = "bWU=";
  node["items"].push(std::move(secret));
  outlet.yaml("f.yaml", at(1, 2), node);
  EXPECT_EQ(called, (std::vector<std::string>{"name variable", "DB_HOST variable", "epochs input", "rate input",
                                              "kind field", "user secret"}));
}

TEST(Gates, SeeEverythingInACheckToo) {
  diag::Engine diags;
  std::vector<std::string> printed;
  for (const Printing printing : {Printing::Text, Printing::Nothing}) {
    seen.clear();
    Outlet outlet({.sourceMap = true, .moreGates = kLook}, diags, nullptr, printing);
    outlet.yaml("f.yaml", at(1, 2), sample(), "# head\n");
    outlet.script("s.sh", at(1, 2), Script("go\n"));
    const SharedPiece piece = outlet.piece(sample(), at(20, 21));
    outlet.packed("data.csv", "\xff", at(20, 21));
    Assembly file(outlet, "g.yaml", at(30, 31), 100);
    file.comment("# head\n");
    file.fixed(0, "top");
    file.key(2, "one", at(40, 41));
    file.block(4, piece, at(40, 41));
    file.nextDocument();
    file.entry(2, "two", "on", at(50, 51));
    file.finish();
    const std::vector<OutputFile> files = outlet.take();
    ASSERT_EQ(files.size(), 3U);
    EXPECT_EQ(files[2].name, "g.yaml");
    for (const OutputFile& output : files) EXPECT_EQ(output.text.empty(), printing == Printing::Nothing);
    if (printing == Printing::Text) printed = seen;
  }
  EXPECT_EQ(seen, printed);
  EXPECT_EQ(diags.size(), 0U);
}

TEST(Gates, SeePiecesOnceAndTheFilesThatTheyArePutInto) {
  diag::Engine diags;
  seen.clear();
  Outlet outlet({.moreGates = kLook}, diags);
  const SharedPiece piece = outlet.piece(sample(), at(20, 21));
  EXPECT_EQ(seen.front(), "|name||k@3");
  seen.clear();
  Assembly file(outlet, "f.yaml", at(30, 31), 100);
  file.comment("# head\n");
  file.fixed(0, "top");
  file.key(2, "one", at(40, 41));
  file.block(4, piece, at(40, 41));
  file.entry(2, "two", "on", at(50, 51));
  file.finish();
  EXPECT_EQ(seen,
            (std::vector<std::string>{"f.yaml|file||f.yaml@30", "f.yaml|comment||# head@30", "f.yaml|name||top@30",
                                      "f.yaml|name||one@40", "f.yaml|name||two@50", "f.yaml|text|two|on@50"}));
}

/// What the gates of every target find.
std::vector<std::string> found(void (*write)(Outlet& outlet)) {
  diag::Engine diags;
  Outlet outlet({}, diags);
  write(outlet);
  std::vector<std::string> messages;
  for (const diag::Report& report : diags.sorted()) {
    EXPECT_EQ(report.record->name, "internal-error");
    messages.push_back(report.message + " @" + std::to_string(report.span.begin));
  }
  return messages;
}

std::vector<std::string> only(const std::string& what) {
  return {"the compiler met a state it should not: " + what + "; please report it @7"};
}

TEST(Gates, LetOutNothingThatNoSourceHolds) {
  EXPECT_TRUE(found([](Outlet& outlet) { outlet.yaml("f.yaml", at(1, 2), sample()); }).empty());
  EXPECT_EQ(found([](Outlet& outlet) {
              Node node;
              node.set("image", kUnmapped).at(at(7, 8));
              outlet.yaml("f.yaml", at(1, 2), node);
            }),
            only("a value has no form in f.yaml, under image"));
  EXPECT_EQ(found([](Outlet& outlet) {
              Node node;
              node.set("a\xc3", 1, at(7, 8));
              outlet.yaml("f.yaml", at(1, 2), node);
            }),
            only("a value has no form in f.yaml"));
  EXPECT_EQ(found([](Outlet& outlet) { outlet.yaml("f\xff.yaml", at(7, 8), Node("x")); }).size(), 1U);
  EXPECT_EQ(found([](Outlet& outlet) { outlet.yaml("f.yaml", at(7, 8), Node("x"), "# \xff\n"); }),
            only("a value has no form in f.yaml"));
  EXPECT_EQ(found([](Outlet& outlet) { outlet.script("s.sh", at(7, 8), Script("echo \xff\n")); }),
            only("a value has no form in s.sh"));
  EXPECT_EQ(found([](Outlet& outlet) {
              Node node;
              node.set("k", "long enough text, and then \xed\xa0\x80");
              (void)outlet.piece(std::move(node), at(7, 8));
            }),
            only("a value has no form in a document, under k"));
}

}  // namespace
}  // namespace mlpc::emit

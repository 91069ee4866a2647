// What the gate says about a credential, and that it does not show it.
#include <gtest/gtest.h>

#include <string>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/render.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::emit {
namespace {

/// One source, and where parts of it are.
struct Source {
  explicit Source(std::string text) : text_(std::move(text)), file(sources.add("main.mlp", "main.mlp", text_)) {}
  [[nodiscard]] source::Span at(std::string_view part) const {
    const auto begin = static_cast<uint32_t>(text_.find(part));
    return {file, begin, begin + static_cast<uint32_t>(part.size())};
  }
  std::string text_;
  source::SourceManager sources;
  source::FileId file;
};

std::string said(const Source& source, void (*write)(Outlet& outlet, const Source& source)) {
  diag::Engine diags;
  Outlet outlet({}, diags, &source.sources);
  write(outlet, source);
  return diag::renderText(source.sources, diags.sorted(), {});
}

TEST(CredentialGate, ConcealsALiteral) {
  const Source source("env: { API_KEY: \"hunter2\", b: 1 }\n");
  EXPECT_EQ(said(source,
                 [](Outlet& outlet, const Source& from) {
                   Node node;
                   node["env"].set("API_KEY", "hunter2").at(from.at("\"hunter2\""));
                   outlet.yaml("f.yaml", from.at("env"), node);
                 }),
            "main.mlp:1:17: error[MLP4202]: `API_KEY` is a credential and would end up in the compiled file; declare a "
            "`secret` and bind that\n"
            "    1 | env: { API_KEY: \"*******\", b: 1 }\n"
            "      |                 ^~~~~~~~~\n");
}

TEST(CredentialGate, WhatIsAllowedAtOnePlaceIsReportedAtAnother) {
  const Source source("one: \"hunter2\", two: \"hunter2\" \n");
  diag::Engine diags;
  const source::Span one = source.at("one: \"hunter2\"");
  const source::Span two = source.at("two: \"hunter2\"");
  diags.allow(4202, one);
  Outlet outlet({}, diags, &source.sources);
  Node node;
  node.set("items", Node::sequence());
  for (const source::Span place : {one, two}) {
    Node item;
    item.set("API_KEY", "hunter2").at(place);
    node["items"].push(std::move(item));
  }
  outlet.yaml("f.yaml", one, node);
  ASSERT_EQ(diags.errorCount(), 1U);
  EXPECT_GE(diags.sorted().front().span.begin, two.begin);
}

TEST(CredentialGate, ShowsTheNameOfAConstant) {
  const Source source("env: { API_KEY: pw }\n");
  const std::string text = said(source, [](Outlet& outlet, const Source& from) {
    Node node;
    node["env"].set("API_KEY", "hunter2").at(from.at("pw"));
    outlet.yaml("f.yaml", from.at("env"), node);
  });
  EXPECT_NE(text.find("API_KEY: pw }"), std::string::npos) << text;
  EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
}

TEST(CredentialGate, FindsThePlaceInAFence) {
  const Source source("bash <<<\n  export A=1\n  export DB_PASSWORD=hunter2 OTHER_PASSWORD=swordfish\n>>>\n");
  const std::string text = said(source, [](Outlet& outlet, const Source& from) {
    Node node;
    node["script"] = Node("export A=1\nexport DB_PASSWORD=hunter2 OTHER_PASSWORD=swordfish\n").at(from.at(from.text_));
    outlet.yaml("f.yaml", from.at("bash"), node);
  });
  EXPECT_NE(text.find("main.mlp:3:22: error[MLP4202]: `DB_PASSWORD`"), std::string::npos) << text;
  EXPECT_NE(text.find("export DB_PASSWORD=******* OTHER_PASSWORD=*********\n"), std::string::npos) << text;
}

TEST(CredentialGate, SaysWhichLineWhereTheSourceDoesNotShowIt) {
  const Source source("python \"train.py\"\n");
  const std::string text = said(source, [](Outlet& outlet, const Source& from) {
    Node node;
    node["code"] =
        Node("x = 1\nrun(password=\"hunter2\", token=\"AKIAIOSFODNN7EXAMPLE\")\n").at(from.at("\"train.py\""));
    outlet.yaml("f.yaml", from.at("python"), node);
    outlet.packed("data/a.ini", "[a]\ndb_password=swordfish\n", from.at("\"train.py\""));
  });
  EXPECT_NE(text.find("note: it is in the line `run(password=\"…`"), std::string::npos) << text;
  EXPECT_NE(text.find("note: it is in line 2 of `data/a.ini`"), std::string::npos) << text;
  for (const char* secret : {"hunter2", "AKIAIOSF", "swordfish"})
    EXPECT_EQ(text.find(secret), std::string::npos) << text;
}

TEST(CredentialGate, ConcealsTheWholeOfAPrivateKey) {
  const Source source("x: \"-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA7bq1\\n\"\n");
  const std::string text = said(source, [](Outlet& outlet, const Source& from) {
    Node node;
    node["x"] = Node("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq1\n").at(from.at(from.text_));
    outlet.yaml("f.yaml", from.at("x"), node);
  });
  EXPECT_NE(text.find("a private key"), std::string::npos) << text;
  EXPECT_EQ(text.find("MIIE"), std::string::npos) << text;
}

TEST(CredentialGate, LooksAtScriptsAsAWhole) {
  const Source source("value: \"hunter2\"\n");
  const std::string text = said(source, [](Outlet& outlet, const Source& from) {
    outlet.script("s.sh", from.at("value"),
                  Script("run --password \\\n") + Script("  hunter2").at(from.at("\"hunter2\"")) + Script("\n"));
  });
  EXPECT_NE(text.find("main.mlp:1:9: error[MLP4202]: `password`"), std::string::npos) << text;
}

}  // namespace
}  // namespace mlpc::emit

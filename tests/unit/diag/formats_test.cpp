#include "mlpc/diag/formats.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "samples.h"

namespace mlpc::diag {
namespace {

using nlohmann::json;
using testing::OneFile;

std::vector<Located> one(const OneFile& source, std::string_view word, std::string_view name) {
  Engine diags;
  diags.report(source.of(word), unknownType, name)
      .note({}, didYouMean, "good")
      .note(source.of("é"), declaredHere, "é")
      .fix("write `good`", true, {{source.of(word), "good"}});
  LocatedFindings findings;
  findings.add(source.sources, diags.sorted());
  return findings.take();
}

std::string print(Format format, const std::vector<Located>& findings) { return render(format, findings, {"1.2.3"}); }

TEST(Formats, NothingFoundIsAValidReport) {
  EXPECT_EQ(print(Format::Json, {}), "[]\n");
  EXPECT_EQ(print(Format::JsonLines, {}), "");
  EXPECT_EQ(print(Format::GitHub, {}), "");
  EXPECT_EQ(print(Format::AzureDevops, {}), "");
  EXPECT_EQ(print(Format::GitLab, {}), "[]\n");
  EXPECT_EQ(json::parse(print(Format::Rdjson, {}))["diagnostics"], json::array());
  EXPECT_EQ(json::parse(print(Format::Sarif, {}))["runs"][0]["results"], json::array());
  EXPECT_NE(print(Format::JUnit, {}).find("tests=\"1\" failures=\"0\""), std::string::npos);
  EXPECT_NE(print(Format::Checkstyle, {}).find("<checkstyle version=\"4.3\">\n</checkstyle>"), std::string::npos);
}

TEST(Formats, GitHubEscapesWhatWouldEndACommand) {
  const OneFile source("é\nbad\n");
  EXPECT_EQ(
      print(Format::GitHub, one(source, "bad", "50%\n::x,:")),
      "::error file=a.mlp,line=2,endLine=2,col=1,endColumn=4,title=MLP2203 unknown-type::there is no type `50%25%0A"
      "::x,:`%0Adid you mean `good`?\n");
}

TEST(Formats, AzureDevopsEscapesWhatWouldEndACommand) {
  const OneFile source("é\nbad\n");
  EXPECT_EQ(print(Format::AzureDevops, one(source, "bad", "a]b;c%d\r")),
            "##vso[task.logissue type=error;sourcepath=a.mlp;linenumber=2;columnnumber=1;endlinenumber=2;"
            "endcolumnnumber=4;code=MLP2203;]there is no type `a%5Db%3Bc%AZP25d%0D`%0Adid you mean `good`?\n");
}

TEST(Formats, SarifHasRulesRegionsFixesAndFingerprints) {
  const OneFile source("é\nbad\n");
  const json run = json::parse(print(Format::Sarif, one(source, "bad", "bad")))["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["version"], "1.2.3");
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["id"], "MLP2203");
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  const json result = run["results"][0];
  EXPECT_EQ(result["ruleIndex"], 0);
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["message"]["text"], "there is no type `bad`\ndid you mean `good`?");
  const json at = json::parse(R"({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4})");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"], at);
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a.mlp");
  EXPECT_EQ(result["relatedLocations"][0]["message"]["text"], "`é` is declared here");
  EXPECT_EQ(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "good");
  EXPECT_EQ(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"], at);
  EXPECT_EQ(result["partialFingerprints"]["mlpc/v1"].get<std::string>().size(), 16U);
}

TEST(Formats, RdjsonCountsBytes) {
  const OneFile source("é bad\n");
  const json found = json::parse(print(Format::Rdjson, one(source, "bad", "bad")))["diagnostics"][0];
  EXPECT_EQ(found["location"]["range"],
            json::parse(R"({"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 7}})"));
  EXPECT_EQ(found["suggestions"][0]["text"], "good");
}

TEST(Formats, XmlHasNoControlCharacters) {
  const OneFile source("é\nbad\n");
  const auto findings = one(source, "bad", std::string_view("<&\"\x01>", 5));
  for (const Format format : {Format::JUnit, Format::Checkstyle}) {
    const std::string text = print(format, findings);
    EXPECT_NE(text.find("&lt;&amp;&quot;\\x01&gt;"), std::string::npos) << text;
    EXPECT_EQ(text.find('\x01'), std::string::npos);
  }
}

TEST(Formats, AFingerprintStaysWhenTheLineMoves) {
  const std::string before = one(OneFile("é\nbad\n"), "bad", "bad").front().fingerprint;
  EXPECT_EQ(one(OneFile("é\n\n\n   bad\n"), "bad", "bad").front().fingerprint, before);
  EXPECT_NE(one(OneFile("é\nvery bad\n"), "bad", "bad").front().fingerprint, before);
}

TEST(Formats, EqualFindingsOnEqualLinesAreNumbered) {
  const OneFile source("é\nbad\nbad\n");
  Engine diags;
  const source::Span first = source.of("bad");
  diags.report(first, unknownType, "bad");
  diags.report({first.file, first.begin + 4, first.end + 4}, unknownType, "bad");
  LocatedFindings findings;
  findings.add(source.sources, diags.sorted());
  // The same program again, as when a file is part of two.
  findings.add(source.sources, diags.sorted());
  const auto all = findings.take();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_NE(all[0].fingerprint, all[1].fingerprint);
}

}  // namespace
}  // namespace mlpc::diag

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/formats.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/render.h"
#include "mlpc/diag/types.h"
#include "samples.h"

namespace mlpc::diag {
namespace {

using nlohmann::json;
using testing::OneFile;

json render(const source::SourceManager& sources, const Engine& diags, const TextStyle& style = {}) {
  LocatedFindings findings;
  findings.add(sources, diags.sorted(), style.warningsAsErrors);
  return json::parse(diag::render(Format::Json, findings.take(), {}));
}

TEST(RenderJson, NothingIsAnEmptyArray) { EXPECT_EQ(diag::render(Format::Json, {}, {}), "[]\n"); }

TEST(RenderJson, OneEntryPerReport) {
  const OneFile source("é\nbad\n");
  Engine diags;
  diags.report(source.of("bad"), unknownType, "bad")
      .note(source.of("é"), declaredHere, "é")
      .note({}, didYouMean, "good")
      .fix("write `good`", true, {{source.of("bad"), "good"}});
  const json all = render(source.sources, diags);
  ASSERT_EQ(all.size(), 1U);
  const json& entry = all[0];
  EXPECT_EQ(entry["code"], "MLP2203");
  EXPECT_EQ(entry["name"], "unknown-type");
  EXPECT_EQ(entry["severity"], "error");
  EXPECT_EQ(entry["message"], "there is no type `bad`");
  EXPECT_EQ(entry["file"], "a.mlp");
  EXPECT_EQ(entry["range"], json::parse(R"({"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 4}})"));
  ASSERT_EQ(entry["notes"].size(), 2U);
  EXPECT_EQ(entry["notes"][0]["range"]["end"]["column"], 2) << "columns count characters";
  EXPECT_EQ(entry["notes"][1]["file"], nullptr);
  EXPECT_EQ(entry["notes"][1]["range"], nullptr);
  EXPECT_EQ(entry["fixes"][0]["safe"], true);
  EXPECT_EQ(entry["fixes"][0]["edits"][0]["text"], "good");
  EXPECT_EQ(entry["url"], "https://mlpc.dev/diagnostics/MLP2203");
}

TEST(RenderJson, WithoutAPlace) {
  Engine diags;
  diags.report({}, internalError, Phrase("a hole"));
  const json all = render({}, diags);
  EXPECT_EQ(all[0]["file"], nullptr);
  EXPECT_EQ(all[0]["range"], nullptr);
}

TEST(RenderJson, WarningsAsErrors) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), deprecated, "a", Phrase("use b"));
  EXPECT_EQ(render(source.sources, diags)[0]["severity"], "warning");
  TextStyle style;
  style.warningsAsErrors = true;
  EXPECT_EQ(render(source.sources, diags, style)[0]["severity"], "error");
}

TEST(RenderJson, ForeignBytesAndControlCharactersStayJson) {
  const OneFile source("a\xFF\n");
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "\xFF\x01");
  EXPECT_EQ(render(source.sources, diags)[0]["message"], "there is no type `\xEF\xBF\xBD\x01`");
}

}  // namespace
}  // namespace mlpc::diag

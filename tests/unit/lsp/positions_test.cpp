#include "wire/positions.h"

#include <gtest/gtest.h>

namespace mlpc::lsp {
namespace {

// Two bytes, one unit; four bytes, two units in UTF-16; CR LF.
constexpr const char* kText = "a\u00e9\U0001F600b\r\nlast";

Json at(uint32_t line, uint32_t character) { return {{"line", line}, {"character", character}}; }

TEST(Positions, CountsWhatTheClientCounts) {
  const source::SourceFile file("f", "f", kText);
  EXPECT_EQ(Positions(Encoding::Utf8).position(file, 7), at(0, 7));
  EXPECT_EQ(Positions(Encoding::Utf16).position(file, 7), at(0, 4));
  EXPECT_EQ(Positions(Encoding::Utf32).position(file, 7), at(0, 3));
  EXPECT_EQ(Positions(Encoding::Utf16).position(file, 10), at(1, 0));
}

TEST(Positions, FindsTheByteAgain) {
  const source::SourceFile file("f", "f", kText);
  for (const Encoding encoding : {Encoding::Utf8, Encoding::Utf16, Encoding::Utf32}) {
    const Positions positions(encoding);
    for (const uint32_t byte : {0, 1, 3, 7, 8, 10, 12, 14})
      EXPECT_EQ(positions.offset(file, positions.position(file, byte)), byte) << nameOf(encoding) << ' ' << byte;
  }
}

TEST(Positions, EndsWithTheLineAndTheText) {
  const source::SourceFile file("f", "f", kText);
  const Positions positions;
  EXPECT_EQ(positions.offset(file, at(0, 1000)), 8U);
  EXPECT_EQ(positions.offset(file, at(1, 1000)), 14U);
  EXPECT_EQ(positions.offset(file, at(1000, 0)), 14U);
  EXPECT_EQ(positions.offset(file, at(UINT32_MAX, UINT32_MAX)), 14U);
  EXPECT_EQ(positions.position(file, 1000), at(1, 4));
}

TEST(Positions, DoesNotCutCharacters) {
  const source::SourceFile file("f", "f", kText);
  EXPECT_EQ(Positions(Encoding::Utf16).offset(file, at(0, 3)), 3U);
  EXPECT_EQ(Positions(Encoding::Utf8).offset(file, at(0, 2)), 1U);
}

TEST(Positions, TurnsRangesAround) {
  const source::SourceFile file("f", "f", kText);
  const Json range = {{"start", at(1, 2)}, {"end", at(0, 1)}};
  EXPECT_EQ(Positions().offsets(file, range), std::pair(1U, 12U));
}

TEST(Positions, RefusesOtherShapes) {
  const source::SourceFile file("f", "f", kText);
  EXPECT_THROW(static_cast<void>(Positions().offset(file, {{"line", 1}})), Json::exception);
  EXPECT_THROW(static_cast<void>(Positions().offset(file, {{"line", "1"}, {"character", 0}})), Json::exception);
}

}  // namespace
}  // namespace mlpc::lsp

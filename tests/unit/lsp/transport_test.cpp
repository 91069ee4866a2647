#include "wire/transport.h"

#include <gtest/gtest.h>

#include <sstream>

namespace mlpc::lsp {
namespace {

std::string framed(const std::string& text) {
  return "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

/// What is read from these bytes: messages as text, what is not one as `garbage`.
std::vector<std::string> read(const std::string& bytes) {
  std::istringstream in(bytes);
  std::ostringstream out;
  Transport transport(in, out);
  std::vector<std::string> found;
  while (const auto message = transport.read()) {
    const auto* json = std::get_if<Json>(&*message);
    found.push_back(json != nullptr ? json->dump() : "garbage");
  }
  return found;
}

using Found = std::vector<std::string>;

TEST(Transport, ReadsOneMessageAfterTheOther) {
  EXPECT_EQ(read(framed("{}") + framed("[1]")), (Found{"{}", "[1]"}));
  EXPECT_EQ(read("Content-Type: x\r\nContent-Length:2\r\nOther: y\r\n\r\n{}"), Found{"{}"});
  EXPECT_EQ(read("Content-Length: 2\n\n{}"), Found{"{}"});
}

TEST(Transport, EndsWithHalfAMessage) {
  const std::string whole = framed("{\"a\":1}");
  for (size_t size = 0; size < whole.size(); ++size) EXPECT_EQ(read(whole.substr(0, size)), Found{}) << size;
}

TEST(Transport, FindsTheNextHeaderBehindGarbage) {
  EXPECT_EQ(read("\n\nnonsense\r\n\r\n" + framed("{}")), Found{"{}"});
  EXPECT_EQ(read(std::string(100000, 'x') + framed("{}")), Found{"{}"});
  EXPECT_EQ(read(framed("{") + framed("{}")), (Found{"garbage", "{}"}));
  EXPECT_EQ(read("Content-Length: nonsense\r\n\r\n" + framed("{}")), Found{"{}"});
  EXPECT_EQ(read("Content-Length: -1\r\n\r\n" + framed("{}")), Found{"{}"});
  EXPECT_EQ(read("Content-Length: 99999999999999999999999\r\n\r\n" + framed("{}")), Found{"{}"});
}

TEST(Transport, SurvivesWrongLengths) {
  // Too short: the rest is before the next header.
  EXPECT_EQ(read("Content-Length: 3\r\n\r\n{\"a\":1}" + framed("{}")), (Found{"garbage", "{}"}));
  // Too long: the next header is within what was taken for the message.
  EXPECT_EQ(read("Content-Length: 20\r\n\r\n{\"a\":1}" + framed("{}") + framed("[]")), (Found{"garbage", "{}", "[]"}));
}

TEST(Transport, RefusesWhatIsNestedTooDeeply) {
  const std::string deep = std::string(1000000, '[') + std::string(1000000, ']');
  EXPECT_EQ(read(framed(deep) + framed("{}")), (Found{"garbage", "{}"}));
  EXPECT_EQ(read(framed("\"" + std::string(1000, '[') + "\\\"[\"")).size(), 1U);
  EXPECT_NE(read(framed("\"" + std::string(1000, '[') + "\\\"[\"")), Found{"garbage"});
}

TEST(Transport, WritesAnyBytes) {
  std::istringstream in;
  std::ostringstream out;
  Transport(in, out).write(Json{{"text", "\xff"}});
  EXPECT_EQ(out.str(), "Content-Length: 14\r\n\r\n{\"text\":\"\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace mlpc::lsp

#include "wire/uri.h"

#include <gtest/gtest.h>

namespace mlpc::lsp {
namespace {

TEST(Uri, IsAPath) {
  EXPECT_EQ(pathOf("file:///a/b.mlp"), "/a/b.mlp");
  EXPECT_EQ(pathOf("file://localhost/a"), "/a");
  EXPECT_EQ(pathOf("file:///a%20b%C3%A9%25"), "/a b\u00e9%");
  EXPECT_EQ(pathOf("file:///a%zz%4"), "/a%zz%4");
}

TEST(Uri, OfAnotherSchemeHasNoPath) {
  EXPECT_EQ(pathOf("untitled:Untitled-1"), std::nullopt);
  EXPECT_EQ(pathOf("https://example.org/a"), std::nullopt);
  EXPECT_EQ(pathOf("file://"), std::nullopt);
  EXPECT_EQ(pathOf(""), std::nullopt);
}

TEST(Uri, OfEveryPathLeadsBack) {
  EXPECT_EQ(uriOf("/a b/\u00e9#?.mlp"), "file:///a%20b/%C3%A9%23%3F.mlp");
  std::string path = "/";
  for (int byte = 1; byte < 256; ++byte) path += static_cast<char>(byte);
  EXPECT_EQ(pathOf(uriOf(path)), path);
}

}  // namespace
}  // namespace mlpc::lsp

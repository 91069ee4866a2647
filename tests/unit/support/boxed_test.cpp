#include "mlpc/support/boxed.h"

#include <gtest/gtest.h>

#include <string>

namespace mlpc::support {
namespace {

TEST(Boxed, CopiesAreDeep) {
  Boxed<std::string> first(std::string("a"));
  Boxed<std::string> second = first;
  *second += "b";
  EXPECT_EQ(*first, "a");
  EXPECT_EQ(*second, "ab");
  first = second;
  EXPECT_EQ(*first, "ab");
}

TEST(Boxed, IsAWordWhileEmpty) {
  Boxed<std::string> box;
  EXPECT_FALSE(box);
  EXPECT_EQ(sizeof(box), sizeof(void*));
  box = std::string("x");
  EXPECT_TRUE(box.has_value());
  EXPECT_EQ(box->size(), 1U);
  box = std::nullopt;
  EXPECT_FALSE(box.has_value());
}

}  // namespace
}  // namespace mlpc::support

// In a unit test, a case is a test of GoogleTest.
#include <gtest/gtest.h>

#include <string>

#include "sites.h"

namespace {

class Listener final : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    mlpc::test::beginCase(std::string(test.test_suite_name()) + "." + test.name());
  }
};

// `main` is GoogleTest's, so this must be done before.
const bool kListens = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new Listener);  // which owns it
  return true;
}();

}  // namespace

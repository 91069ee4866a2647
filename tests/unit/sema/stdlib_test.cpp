#include "mlpc/stdlib/stdlib.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checker.h"
#include "checking.h"

namespace mlpc::sema::test {
namespace {

// A program only ever sees the declarations that it names; here all are looked at.
TEST(StandardLibraryTest, EveryDeclarationIsSound) {
  Checked checked("");
  Program program(checked.sources);
  Checker checker(program, checked.loader(), checked.diags);
  for (const auto& module : stdlib::modules()) {
    for (const std::string_view name : checked.loader().standard(std::string(module.dottedName)).names) {
      EXPECT_TRUE(checker.standardType(std::string(module.dottedName) + "." + std::string(name)).valid())
          << module.dottedName << "." << name;
    }
  }
  for (uint32_t i = 0; i < program.symbols.size(); ++i) {
    if (program.symbols[SymbolId(i)].kind == SymbolKind::Component) checker.signatureOf(SymbolId(i));
  }
  checker.run({});  // checks the defaults that have gathered
  EXPECT_THAT(checked.messages(), testing::IsEmpty());
}

TEST(StandardLibraryTest, FieldsHaveDocs) {
  Checked checked("");
  Program program(checked.sources);
  Checker checker(program, checked.loader(), checked.diags);
  for (const char* name : {"TaskOptions", "PipelineSettings", "ComponentSettings", "Toleration", "InitContainer"}) {
    for (const Field& field : program.types[checker.standardType(name)].fields) {
      EXPECT_FALSE(field.doc.empty()) << name << "." << field.name;
    }
  }
}

}  // namespace
}  // namespace mlpc::sema::test

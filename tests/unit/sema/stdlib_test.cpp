#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "checking.h"
#include "mlpc/parse/parse.h"
#include "mlpc/schema/schema.h"

namespace mlpc::sema::test {
namespace {

// A program only ever sees the declarations that it refers to; here all of them are looked at.
TEST(StandardLibraryTest, EveryDeclarationIsSound) {
  SchemaSet& schemas = schema::standard();
  for (const std::string& module : schemas.moduleNames()) {
    const ModuleId id = schemas.module(module);
    ASSERT_TRUE(id.valid()) << module;
    for (const std::string_view name : schemas.names(id)) {
      const SymbolId symbol = schemas.lookup(id, name);
      EXPECT_TRUE(symbol.valid()) << module << "." << name;
      EXPECT_TRUE(isStandardId(symbol)) << module << "." << name;
    }
  }
  // The parser of single declarations does not validate the text.
  for (uint32_t i = 0; i < schemas.sources().size(); ++i) {
    const source::FileId file(i | source::kStandardFileBit);
    EXPECT_TRUE(parse::parse(file, schemas.sources().share(file))->findings.empty())
        << schemas.sources().file(file).name();
  }
  for (const diag::Report& report : schemas.problems()) {
    ADD_FAILURE() << schemas.sources().file(report.span.file).name() << ": " << report.message;
  }
}

TEST(StandardLibraryTest, IsOneForAllPrograms) {
  const Checked first("component c() { image: \"a\" bash <<< true >>> }\npipeline p() { c() }");
  const Checked second("pipeline p() {}");
  const TypeId options = schema::standard().type("TaskOptions");
  EXPECT_EQ(options, schema::standard().type("TaskOptions"));
  EXPECT_EQ(&first.program->types[options], &second.program->types[options]);
}

TEST(StandardLibraryTest, AnswersSeveralThreads) {
  std::vector<std::thread> threads;
  std::vector<std::string> names(8);
  for (size_t i = 0; i < names.size(); ++i) {
    threads.emplace_back([&, i] {
      const Checked checked(
          "const x: k8s.ConfigMap" + std::string(i % 2, ' ') +
          " = { data: { a: \"b\" } }\nworkflow w { trigger: { branches: [\"main\"] } bash <<< true >>> }");
      names[i] = checked.typeOf("x");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& name : names) EXPECT_EQ(name, names.front());
}

TEST(StandardLibraryTest, FieldsHaveDocs) {
  SchemaSet& schemas = schema::standard();
  for (const char* name : {"TaskOptions", "PipelineSettings", "ComponentSettings", "Toleration", "InitContainer"}) {
    for (const Field& field : schemas.program().types[schemas.type(name)].fields) {
      EXPECT_FALSE(field.doc.empty()) << name << "." << field.name;
    }
  }
}

}  // namespace
}  // namespace mlpc::sema::test

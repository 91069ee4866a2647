#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "checking.h"
#include "mlpc/schema/schema.h"

namespace mlpc::sema::test {
namespace {

TEST(StandardLibraryTest, EveryNameHasAMeaning) {
  SchemaSet& schemas = schema::standard();
  const Program& program = schemas.program();
  std::set<vocabulary::Kind> kinds;
  for (const std::string& module : schemas.moduleNames()) {
    const ModuleId id = schemas.module(module);
    ASSERT_TRUE(id.valid()) << module;
    for (const std::string_view name : schemas.names(id)) {
      const SymbolId symbol = schemas.lookup(id, name);
      ASSERT_TRUE(isStandardId(symbol)) << module << "." << name;
      EXPECT_EQ(program.symbols[symbol].name, name);
      EXPECT_EQ(program.symbols[symbol].module, id) << module << "." << name;
      const Type& type = program.types[program.symbols[symbol].type];
      EXPECT_NE(type.kind, TypeKind::Error) << module << "." << name;
      if (type.resource) kinds.insert(*type.resource);
      const bool component = program.symbols[symbol].kind == SymbolKind::Component;
      EXPECT_EQ(program.signature(symbol) != nullptr, component) << module << "." << name;
    }
  }
  EXPECT_EQ(kinds.size(), vocabulary::kNames<vocabulary::Kind>.size());
}

TEST(StandardLibraryTest, PlacesAreInTheTextsOfTheModules) {
  SchemaSet& schemas = schema::standard();
  const Symbol& symbol = schemas.program().symbols[schemas.lookup(schemas.module("trainer"), "TrainJob")];
  EXPECT_EQ(schemas.sources().file(symbol.span.file).name(), "<stdlib>/trainer.mlp");
  EXPECT_EQ(schemas.sources().text(symbol.span), "TrainJob");
  for (const Field& field : schemas.program().types[symbol.type].fields) {
    EXPECT_EQ(schemas.sources().text(field.span), field.name);
    EXPECT_EQ(field.constantDefault.has_value(), field.defaultSpan.valid()) << field.name;
  }
}

TEST(StandardLibraryTest, DefaultsAreValues) {
  const Checked checked(
      "resource disk: k8s.Pvc = { size: 1Gi }\nresource vault: azure.KeyVault = { resource_group: g }\n"
      "existing g: azure.ResourceGroup\nconst modes = disk.access_modes\nconst days = vault.soft_delete_retention\n");
  EXPECT_EQ(checked.constant("modes"), support::Constant(support::Constant::List{"ReadWriteOnce"}));
  EXPECT_EQ(checked.constant("days"), support::Constant(support::Duration::parse("90d").value()));
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

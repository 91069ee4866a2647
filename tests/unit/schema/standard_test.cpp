// The standard library as all compilations share it: where its declarations are, and lookups from several threads.

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "mlpc/schema/schema.h"

namespace mlpc::schema {
namespace {

using testing::Contains;
using testing::StartsWith;

TEST(Standard, IsOneForTheProcess) { EXPECT_EQ(&standard(), &standard()); }

TEST(Standard, HasTheModulesThatAreEmbedded) {
  for (const char* name :
       {"prelude", "azure", "azure.ml", "azure.devops", "k8s", "kfp", "kubernetes", "mlflow", "trainer"}) {
    EXPECT_THAT(standard().moduleNames(), Contains(name));
    EXPECT_TRUE(standard().module(name).valid()) << name;
    EXPECT_EQ(standard().module(name), standard().module(name)) << name;
  }
}

TEST(Standard, WhatDoesNotExistIsInvalid) {
  EXPECT_FALSE(standard().module("azure.nothing").valid());
  EXPECT_FALSE(standard().module("").valid());
  EXPECT_FALSE(standard().lookup(standard().module("k8s"), "Nothing").valid());
  const sema::TypeId none = standard().type("k8s.Nothing");
  EXPECT_EQ(standard().program().types[none].kind, sema::TypeKind::Error);
}

TEST(Standard, NamesLeadToTheirDeclarations) {
  for (const std::string& module : standard().moduleNames()) {
    const sema::ModuleId id = standard().module(module);
    for (const std::string_view name : standard().names(id)) {
      const sema::SymbolId symbol = standard().lookup(id, name);
      ASSERT_TRUE(symbol.valid()) << module << "." << name;
      const source::Span span = standard().program().symbols[symbol].span;
      ASSERT_TRUE(span.valid()) << module << "." << name;
      EXPECT_THAT(standard().sources().file(span.file).name(), StartsWith("<stdlib>/" + module));
      EXPECT_EQ(standard().sources().text(span), name);
    }
  }
}

TEST(Standard, TypesAreFoundByTheirDottedNames) {
  const auto& types = standard().program().types;
  EXPECT_EQ(types[standard().type("TaskOptions")].kind, sema::TypeKind::Record);
  EXPECT_EQ(types[standard().type("azure.devops.Step")].kind, sema::TypeKind::Record);
  EXPECT_TRUE(types[standard().type("azure.ml.Model")].isKind);
  EXPECT_FALSE(types[standard().type("azure.ml.Probe")].isKind);
  // A second lookup gives the same.
  EXPECT_EQ(standard().type("azure.ml.Model"), standard().type("azure.ml.Model"));
}

TEST(Standard, SeveralThreadsGetTheSame) {
  const std::vector<std::string> names = {
      "trainer.TrainJob", "azure.ManagedCluster", "azure.ml.PipelineJob", "azure.devops.Deployment",
      "k8s.Pvc",          "PipelineSettings"};
  std::vector<std::vector<sema::TypeId>> found(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] {
      // Each thread begins with another one, so that two of them look up the same at once.
      for (size_t n = 0; n < names.size(); ++n) standard().type(names[(i + n) % names.size()]);
      for (const std::string& name : names) found[i].push_back(standard().type(name));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& types : found) EXPECT_EQ(types, found.front());
}

}  // namespace
}  // namespace mlpc::schema

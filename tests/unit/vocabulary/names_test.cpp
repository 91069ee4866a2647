// The enums that are made from the standard library: their names, and the way back from these.

#include "mlpc/vocabulary/names.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/azure_tasks.h"
#include "mlpc/vocabulary/components.h"
#include "mlpc/vocabulary/kinds.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/words.h"

namespace mlpc::vocabulary {
namespace {

TEST(Names, LeadBothWays) {
  for (size_t i = 0; i < kNames<Kind>.size(); ++i) {
    const auto kind = static_cast<Kind>(i);
    EXPECT_EQ(find<Kind>(name(kind)), kind) << name(kind);
  }
  EXPECT_EQ(name(Kind::AzureKeyVault), "azure.KeyVault");
  EXPECT_EQ(find<Kind>("azure.KeyVaul"), std::nullopt);
  EXPECT_EQ(find<Kind>(""), std::nullopt);
  EXPECT_EQ(find<Kind>("zzz"), std::nullopt);
}

TEST(Names, AreSortedSoThatTheyAreFound) {
  EXPECT_TRUE(std::is_sorted(kNames<Builtin>.begin(), kNames<Builtin>.end()));
  EXPECT_TRUE(std::is_sorted(kNames<prelude::TaskOptions>.begin(), kNames<prelude::TaskOptions>.end()));
}

TEST(Names, KindsKnowTheirModules) {
  EXPECT_EQ(moduleOf(Kind::AdoConnection), Module::AzureDevops);
  EXPECT_EQ(shortName(moduleOf(Kind::AzuremlWorkspace)), "azureml");
  EXPECT_EQ(name(Module::AzureMl), "azure.ml");
  EXPECT_EQ(shortName(Module::K8s), "k8s");
}

TEST(Names, OfComponents) {
  EXPECT_EQ(find<Builtin>("kfp.submit"), Builtin::KfpSubmit);
  EXPECT_EQ(find<Builtin>("concat"), Builtin::Concat);
  EXPECT_EQ(find<AzureTask>("AzureCLI@2"), AzureTask::AzureCLI2);
}

TEST(Names, OfFieldsAndTheirChoices) {
  EXPECT_EQ(name(prelude::TaskOptions::CacheKey), "cache_key");
  EXPECT_EQ(find<azure::NodePoolPriority>("Spot"), azure::NodePoolPriority::Spot);
}

TEST(Names, OfInputsAndTheirChoices) {
  EXPECT_EQ(name(ado::CheckoutInput::FetchDepth), "fetch_depth");
  EXPECT_EQ(name(ado::AzureCLI2Input::ScriptType), "scriptType");
  EXPECT_EQ(find<ado::AzureCLI2ScriptType>("pscore"), ado::AzureCLI2ScriptType::Pscore);
  EXPECT_EQ(find<ado::ArchiveFiles2ArchiveType>("7z"), ado::ArchiveFiles2ArchiveType::_7z);
  EXPECT_EQ(name(ResourceField::Namespace), "namespace");
}

TEST(Names, AreWhatALookUpTakes) {
  EXPECT_EQ(FieldName(prelude::TaskOptions::CacheKey).text(), "cache_key");
  EXPECT_EQ(FieldName(std::string_view("of a program")).text(), "of a program");
  static_assert(!std::is_constructible_v<FieldName, const char*>);
}

TEST(Names, OtherFencesAreText) {
  EXPECT_EQ(languageOf("pwsh"), Language::Pwsh);
  EXPECT_EQ(languageOf("yaml"), Language::Text);
  EXPECT_FALSE(isScript(languageOf("text")));
}

}  // namespace
}  // namespace mlpc::vocabulary

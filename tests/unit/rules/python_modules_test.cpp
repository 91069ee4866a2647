// Which distribution provides a Python module.

#include "python/python_modules.h"

#include <gtest/gtest.h>

#include "mlpc/embedded/python_names.h"

namespace mlpc::rules::python {
namespace {

TEST(PythonModules, Packages) {
  EXPECT_TRUE(embedded::isPythonStandardModule("json"));
  EXPECT_FALSE(embedded::isPythonStandardModule("numpy"));
  EXPECT_EQ(pythonPackagesOf("sklearn.svm").front(), "scikit-learn");
  EXPECT_EQ(pythonPackagesOf("azure.ai.ml").front(), "azure-ai");
  EXPECT_EQ(pythonRequirementName("MLflow[extras]>=3.10"), "mlflow");
  EXPECT_EQ(pythonRequirementName("git+https://example.org/x"), "");
  EXPECT_TRUE(pythonPackageBrings("pandas", "numpy"));
  EXPECT_TRUE(pythonPackageBrings("mlflow", "pandas"));
  EXPECT_FALSE(pythonPackageBrings("requests", "numpy"));
}

}  // namespace
}  // namespace mlpc::rules::python

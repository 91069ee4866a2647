#include "python/python_modules.h"

#include <algorithm>
#include <array>

namespace mlpc::rules::python {
namespace {

struct ModulePackage {
  std::string_view module;
  std::string_view package;
};
/// Modules whose distribution has another name. A module may occur here more than once, if several distributions
/// provide it.
constexpr std::array kModulePackages = {
    ModulePackage{"Crypto", "pycryptodome"},
    ModulePackage{"Crypto", "pycrypto"},
    ModulePackage{"Levenshtein", "levenshtein"},
    ModulePackage{"Levenshtein", "python-levenshtein"},
    ModulePackage{"MySQLdb", "mysqlclient"},
    ModulePackage{"OpenSSL", "pyopenssl"},
    ModulePackage{"PIL", "pillow"},
    ModulePackage{"PIL", "pillow-simd"},
    ModulePackage{"attr", "attrs"},
    ModulePackage{"azureml", "azureml-core"},
    ModulePackage{"azureml", "azureml-sdk"},
    ModulePackage{"azureml", "azureml-mlflow"},
    ModulePackage{"bs4", "beautifulsoup4"},
    ModulePackage{"cv2", "opencv-python"},
    ModulePackage{"cv2", "opencv-python-headless"},
    ModulePackage{"cv2", "opencv-contrib-python"},
    ModulePackage{"cv2", "opencv-contrib-python-headless"},
    ModulePackage{"dateutil", "python-dateutil"},
    ModulePackage{"docx", "python-docx"},
    ModulePackage{"dotenv", "python-dotenv"},
    ModulePackage{"faiss", "faiss-cpu"},
    ModulePackage{"faiss", "faiss-gpu"},
    ModulePackage{"fitz", "pymupdf"},
    ModulePackage{"git", "gitpython"},
    ModulePackage{"grpc", "grpcio"},
    ModulePackage{"hydra", "hydra-core"},
    ModulePackage{"imblearn", "imbalanced-learn"},
    ModulePackage{"jose", "python-jose"},
    ModulePackage{"jwt", "pyjwt"},
    ModulePackage{"magic", "python-magic"},
    ModulePackage{"mlflow", "mlflow-skinny"},
    ModulePackage{"mpl_toolkits", "matplotlib"},
    ModulePackage{"pkg_resources", "setuptools"},
    ModulePackage{"pptx", "python-pptx"},
    ModulePackage{"psycopg2", "psycopg2-binary"},
    ModulePackage{"pythoncom", "pywin32"},
    ModulePackage{"pytorch_lightning", "lightning"},
    ModulePackage{"ruamel", "ruamel-yaml"},
    ModulePackage{"sklearn", "scikit-learn"},
    ModulePackage{"skimage", "scikit-image"},
    ModulePackage{"sksurv", "scikit-survival"},
    ModulePackage{"slugify", "python-slugify"},
    ModulePackage{"socks", "pysocks"},
    ModulePackage{"tensorflow", "tensorflow-cpu"},
    ModulePackage{"tensorflow", "tensorflow-gpu"},
    ModulePackage{"tensorflow", "tf-nightly"},
    ModulePackage{"umap", "umap-learn"},
    ModulePackage{"usb", "pyusb"},
    ModulePackage{"xgboost", "xgboost-cpu"},
    ModulePackage{"yaml", "pyyaml"},
    ModulePackage{"zmq", "pyzmq"},
};

/// Top-level names that many distributions share: `google.cloud.storage` is in `google-cloud-storage`.
constexpr std::array<std::string_view, 5> kNamespacePackages = {"google", "azure", "opentelemetry", "zope",
                                                                "backports"};

/// What else a distribution installs, as module names. Only well-known ones; what is missing here leads to a false
/// warning, so distributions with many dependencies are listed with `*`: they may provide anything.
constexpr std::array kBrings = {
    ModulePackage{"numpy", "pandas"},
    ModulePackage{"dateutil", "pandas"},
    ModulePackage{"pytz", "pandas"},
    ModulePackage{"numpy", "scikit-learn"},
    ModulePackage{"scipy", "scikit-learn"},
    ModulePackage{"joblib", "scikit-learn"},
    ModulePackage{"numpy", "scipy"},
    ModulePackage{"numpy", "xgboost"},
    ModulePackage{"scipy", "xgboost"},
    ModulePackage{"numpy", "lightgbm"},
    ModulePackage{"scipy", "lightgbm"},
    ModulePackage{"numpy", "matplotlib"},
    ModulePackage{"PIL", "matplotlib"},
    ModulePackage{"dateutil", "matplotlib"},
    ModulePackage{"numpy", "pyarrow"},
    ModulePackage{"numpy", "opencv-python"},
    ModulePackage{"numpy", "opencv-python-headless"},
    ModulePackage{"torch", "torchvision"},
    ModulePackage{"numpy", "torchvision"},
    ModulePackage{"PIL", "torchvision"},
    ModulePackage{"torch", "torchaudio"},
    ModulePackage{"jinja2", "torch"},
    ModulePackage{"networkx", "torch"},
    ModulePackage{"fsspec", "torch"},
    ModulePackage{"filelock", "torch"},
    ModulePackage{"sympy", "torch"},
    ModulePackage{"numpy", "statsmodels"},
    ModulePackage{"pandas", "statsmodels"},
    ModulePackage{"scipy", "statsmodels"},
    ModulePackage{"matplotlib", "seaborn"},
    ModulePackage{"pandas", "seaborn"},
    ModulePackage{"numpy", "seaborn"},
    ModulePackage{"botocore", "boto3"},
    ModulePackage{"urllib3", "boto3"},
    ModulePackage{"urllib3", "requests"},
    ModulePackage{"certifi", "requests"},
    ModulePackage{"botocore", "s3fs"},
    ModulePackage{"fsspec", "s3fs"},
    ModulePackage{"urllib3", "minio"},
    ModulePackage{"certifi", "minio"},
    ModulePackage{"sklearn", "imbalanced-learn"},
    ModulePackage{"numpy", "imbalanced-learn"},
    ModulePackage{"joblib", "imbalanced-learn"},
    ModulePackage{"*", "mlflow"},
    ModulePackage{"*", "transformers"},
    ModulePackage{"*", "datasets"},
    ModulePackage{"*", "tensorflow"},
    ModulePackage{"*", "tensorflow-cpu"},
    ModulePackage{"*", "tensorflow-gpu"},
    ModulePackage{"*", "keras"},
    ModulePackage{"*", "lightning"},
    ModulePackage{"*", "pytorch-lightning"},
    ModulePackage{"*", "sentence-transformers"},
    ModulePackage{"*", "langchain"},
    ModulePackage{"*", "fastapi"},
    ModulePackage{"*", "ray"},
    ModulePackage{"*", "dask"},
    ModulePackage{"*", "optuna"},
    ModulePackage{"*", "peft"},
    ModulePackage{"*", "trl"},
    ModulePackage{"*", "accelerate"},
    ModulePackage{"*", "evaluate"},
    ModulePackage{"*", "vllm"},
    ModulePackage{"*", "jax"},
    ModulePackage{"*", "spacy"},
    ModulePackage{"*", "catboost"},
    ModulePackage{"*", "prophet"},
    ModulePackage{"*", "shap"},
    ModulePackage{"*", "kfp"},
    ModulePackage{"*", "kubernetes"},
    ModulePackage{"*", "azure-ai-ml"},
    ModulePackage{"*", "feast"},
    ModulePackage{"*", "pyspark"},
};

std::string normalised(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '_' || c == '.' || c == '-') {
      if (!out.empty() && out.back() != '-') out += '-';
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> pythonPackagesOf(std::string_view module) {
  const std::string_view top = module.substr(0, module.find('.'));
  std::vector<std::string> out;
  for (const auto& [name, package] : kModulePackages) {
    if (name == top) out.emplace_back(package);
  }
  if (std::find(kNamespacePackages.begin(), kNamespacePackages.end(), top) != kNamespacePackages.end()) {
    // Any leading part may be the distribution: azure.ai.ml.entities is in azure-ai-ml.
    for (size_t dot = module.find('.'); dot != std::string_view::npos; dot = module.find('.', dot + 1)) {
      const size_t next = module.find('.', dot + 1);
      out.push_back(normalised(module.substr(0, next)));
    }
  }
  out.push_back(normalised(top));
  return out;
}

bool pythonPackageBrings(std::string_view package, std::string_view topLevelName) {
  return std::any_of(kBrings.begin(), kBrings.end(), [&](const ModulePackage& row) {
    return row.package == package && (row.module == topLevelName || row.module == "*");
  });
}

std::string pythonRequirementName(std::string_view requirement) {
  while (!requirement.empty() && requirement.front() == ' ') requirement.remove_prefix(1);
  const size_t end = requirement.find_first_of(" [<>=!~;@(");
  const std::string_view name = requirement.substr(0, end);
  if (name.empty() || name.find_first_of("/:+\\") != std::string_view::npos || name.front() == '-' ||
      name.front() == '.')
    return {};
  return normalised(name);
}

}  // namespace mlpc::rules::python

// How fast the YAML writer is compared to yaml-cpp's emitter, for a document like those of the back ends.
//
// usage: mlpc_yaml_bench [TASKS] [ROUNDS]     prints one JSON object

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "mlpc/support/id.h"
#include "yaml_writer.h"

namespace {

using mlpc::emit::Node;

Node task(size_t number) {
  const std::string name = "task-" + std::to_string(number);
  Node out;
  out["name"] = name;
  out["dependencies"].push("task-" + std::to_string(number / 2));
  Node& container = out["container"];
  container["image"] = "python:3.11-slim";
  container["command"].push("python3");
  container["command"].push("-c");
  container["command"].push(
      "import os\nimport sys\n\ndef train(epochs, rate):\n    for epoch in range(epochs):\n        print(f\"epoch "
      "{epoch}: "
      "{rate}\")\n    return os.environ.get('RUN_ID', 'none')\n\nif __name__ == '__main__':\n    "
      "train(int(sys.argv[1]), "
      "float(sys.argv[2]))\n");
  container["args"].push("--epochs");
  container["args"].push("10");
  container["resources"]["limits"]["cpu"] = "500m";
  container["resources"]["limits"]["memory"] = "1.5Gi";
  Node& env = container["env"];
  env["MLFLOW_TRACKING_URI"] = "http://mlflow.mlops.svc:5000";
  env["ENABLED"] = "yes";
  env["CONDITION"] = "and(succeeded(), eq(variables['x'], 'y'))";
  out["caching"] = true;
  out["retries"] = 3;
  out["backoff"] = 1.5;
  return out;
}

void emitYamlCpp(YAML::Emitter& out, const Node& node) {
  std::visit(mlpc::support::Overload{
                 [&](std::monostate) { out << YAML::Null; },
                 [&](const auto& scalar) { out << scalar; },
                 [&](const std::string& text) {
                   if (text.find('\n') != std::string::npos) out << YAML::Literal;
                   out << text;
                 },
                 [&](const Node::Sequence& items) {
                   out << YAML::BeginSeq;
                   for (const auto& item : items) emitYamlCpp(out, item);
                   out << YAML::EndSeq;
                 },
                 [&](const Node::Mapping& entries) {
                   out << YAML::BeginMap;
                   for (const auto& entry : entries) {
                     out << YAML::Key << entry.key << YAML::Value;
                     emitYamlCpp(out, entry.value);
                   }
                   out << YAML::EndMap;
                 },
             },
             node.storage());
}

/// Runs `write`, which returns the size of what it wrote, and returns megabytes per second.
template <typename Write>
double speed(Write write) {
  const auto start = std::chrono::steady_clock::now();
  const size_t size = write();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(size) / 1e6 / seconds.count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const size_t tasks = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2000;
  const size_t rounds = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 9;
  Node document;
  for (size_t i = 0; i < tasks; ++i) document.set("task-" + std::to_string(i), task(i));

  std::vector<double> own;
  std::vector<double> other;
  size_t bytes = 0;
  for (size_t i = 0; i < rounds; ++i) {
    own.push_back(speed([&] {
      // Several times, or the clock would be part of the result.
      constexpr size_t kTimes = 10;
      size_t size = 0;
      for (size_t n = 0; n < kTimes; ++n) size += bytes = mlpc::emit::writeYaml(document).size();
      return size;
    }));
    other.push_back(speed([&] {
      YAML::Emitter out;
      emitYamlCpp(out, document);
      return out.size();
    }));
  }
  std::printf("{\"bytes\": %zu, \"mlpc\": %.1f, \"yaml_cpp\": %.1f}\n", bytes, median(own), median(other));
  return 0;
}

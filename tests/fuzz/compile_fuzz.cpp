#include <cstdint>
#include <cstdlib>
#include <string>

#include "mlpc/cli/cli.h"
#include "mlpc/workspace/workspace.h"

// Compiles any bytes, from text to the documents of every target: findings are inside the text, and a program without
// errors gives the same files twice.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto files = mlpc::source::makeMemoryFileSystem({});
  mlpc::workspace::Request request;
  request.inputs.push_back({"fuzz.mlp", std::string(reinterpret_cast<const char*>(data), size)});
  const auto snapshot = mlpc::workspace::compile(request, mlpc::cli::allBackends(), *files);
  for (const auto& report : snapshot->diags.sorted()) {
    if (!report.span.valid()) continue;
    if (report.span.begin > report.span.end || report.span.end > snapshot->sources.file(report.span.file).text().size())
      std::abort();
  }
  if (!snapshot->ok()) {
    // Nothing is emitted if there was any error.
    if (!snapshot->outputs.empty()) std::abort();
    return 0;
  }
  const auto again = mlpc::workspace::compile(request, mlpc::cli::allBackends(), *files);
  if (again->outputs.size() != snapshot->outputs.size()) std::abort();
  for (size_t i = 0; i < again->outputs.size(); ++i) {
    const auto& file = snapshot->outputs[i];
    if (file.name.empty() || file.text.empty() || file.text != again->outputs[i].text) std::abort();
  }
  return 0;
}

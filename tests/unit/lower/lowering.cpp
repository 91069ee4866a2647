#include "lowering.h"

#include "mlpc/ir/verify.h"

namespace mlpc::lower::test {

Lowered lower(const std::string& main, std::map<std::string, std::string> files) {
  files["main.mlp"] = main;
  auto fileSystem = source::makeMemoryFileSystem({files.begin(), files.end()});
  workspace::Request request;
  request.inputs.push_back({"main.mlp", std::nullopt});
  request.stop = workspace::Stop::AfterLower;
  Lowered result;
  result.snapshot = workspace::compile(request, {}, *fileSystem);
  for (const diag::Report& report : result.snapshot->diags.sorted()) {
    if (report.severity != diag::Severity::Error) continue;
    std::string place;
    if (report.span.valid()) {
      const auto at = result.snapshot->sources.start(report.span);
      place = std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
    }
    result.errors.push_back("MLP" + std::to_string(report.record->code) + " " + place + report.message);
  }
  if (result.errors.empty() && result.snapshot->program) {
    result.text = ir::dump(*result.snapshot->program);
  } else {
    for (const std::string& error : result.errors) result.text += error + "\n";
  }
  return result;
}

std::string part(const std::string& dump, const std::string& head) {
  size_t begin = dump.rfind(head, 0) == 0 ? 0 : dump.find("\n" + head);
  if (begin == std::string::npos) return dump;
  if (begin != 0) ++begin;
  size_t end = dump.find('\n', begin);
  while (end != std::string::npos && end + 1 < dump.size() && dump[end + 1] == ' ') end = dump.find('\n', end + 1);
  return dump.substr(begin, end == std::string::npos ? end : end + 1 - begin);
}

}  // namespace mlpc::lower::test

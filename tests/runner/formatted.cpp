#include "formatted.h"

#include <fmt/format.h>

#include "case.h"
#include "mlpc/cli/cli.h"
#include "mlpc/format/format.h"
#include "mlpc/parse/parse.h"

namespace mlpc::test {
namespace {

/// The text in the style of the language; what is wrong with it is added to `problems`.
std::string formattedText(const std::string& name, const std::string& text, std::string& problems) {
  const auto formatOnce = [&](const std::string& once) {
    const auto file = std::make_shared<source::SourceFile>(name, name, once);
    return format::format(*parse::parse(source::FileId(0), file));
  };
  const format::Formatted first = formatOnce(text);
  for (const diag::Report& report : first.findings) problems += fmt::format("  {}: {}\n", name, report.message);
  const format::Formatted second = formatOnce(first.text);
  if (second.text != first.text) {
    problems += fmt::format("  {}: changes again when it is formatted again\n", name);
    problems += difference(first.text, second.text);
  }
  for (const diag::Report& report : second.findings) problems += fmt::format("  {}: again: {}\n", name, report.message);
  return first.text;
}

/// Files whose sources are formatted when they are read.
class FormattedFiles final : public source::FileSystem {
 public:
  FormattedFiles(source::FileSystem& files, std::string& problems) : files_(files), problems_(problems) {}

  std::variant<std::string, source::ReadError> read(const std::string& path) override {
    auto result = files_.read(path);
    auto* text = std::get_if<std::string>(&result);
    if (text != nullptr && path.ends_with(".mlp")) *text = formattedText(path, *text, problems_);
    return result;
  }
  std::string canonical(const std::string& path) override { return files_.canonical(path); }
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return files_.list(path);
  }
  bool executable(const std::string& path) override { return files_.executable(path); }

 private:
  source::FileSystem& files_;
  std::string& problems_;
};

std::string codesOf(const workspace::Snapshot& snapshot) {
  std::string codes;
  for (const diag::Report& report : snapshot.diags.sorted()) codes += fmt::format("{}\n", report.record->code);
  return codes;
}

}  // namespace

std::string compareFormatted(const workspace::Request& request, source::FileSystem& files) {
  std::string problems;
  workspace::Request formatted = request;
  for (workspace::Input& input : formatted.inputs) {
    if (input.text) input.text = formattedText(input.path, *input.text, problems);
  }
  FormattedFiles formattedFiles(files, problems);
  const auto before = workspace::compile(request, cli::allBackends(), files);
  const auto after = workspace::compile(formatted, cli::allBackends(), formattedFiles);
  if (codesOf(*before) != codesOf(*after))
    problems += "  formatted, it gives other findings\n" + difference(codesOf(*before), codesOf(*after));
  const auto& outputs = before->outputs;
  const auto& others = after->outputs;
  if (outputs.size() != others.size()) return problems + "  formatted, it gives other files\n";
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].name == others[i].name && outputs[i].text == others[i].text) continue;
    problems += fmt::format("  {}: another text when the source is formatted\n", outputs[i].name) +
                difference(outputs[i].text, others[i].text);
  }
  return problems;
}

}  // namespace mlpc::test

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "mlpc/embedded/powershell_script.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/python_type.h"
#include "mlpc/embedded/shell_script.h"
#include "mlpc/embedded/syntax_tree.h"

// Reads any bytes as code of each language: every reported place is inside them, nodes are inside their parents, and
// every placeholder has its place. The first byte selects the language.
namespace {

using namespace mlpc::embedded;

class Inside {
 public:
  explicit Inside(std::string_view code) : size_(code.size()) {}
  void operator()(Range range) const {
    if (range.begin > range.end || range.end > size_) std::abort();
  }

 private:
  size_t size_;
};

void walk(const SyntaxTree& tree, const Inside& inside) {
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const Node node = tree.node(i);
    inside(node.range());
    const Node parent = node.parent();
    if (parent &&
        (parent.index() >= i || node.range().begin < parent.range().begin || node.range().end > parent.range().end))
      std::abort();
  }
  if (tree.fault()) inside(tree.fault()->token);
}

/// There are as many places as placeholders, and a script into which nothing is inserted reads as before.
template <typename Places>
void count(std::string_view text, const Places& places) {
  if (places.size() != static_cast<size_t>(std::count(text.begin(), text.end(), kPlaceholderByte))) std::abort();
}

void readPython(std::string_view text, const Inside& inside) {
  const PythonCode code(text);
  for (const PythonError& error : code.errors()) inside(error.range);
  walk(code.tree(), inside);
  for (const PythonFunction& function : code.functions()) {
    inside(function.nameRange);
    for (const PythonParameter& parameter : function.parameters) inside(parameter.name);
    for (const PythonReturn& found : code.returns(function.body)) inside(found.keyword);
    inside(code.lastHead(function.body));
    static_cast<void>(code.fallsThrough(function.body));
  }
  for (const PythonImport& import : code.imports()) inside(import.range);
  for (const PythonCall& call : code.calls()) inside(call.range);
  for (const Range range : code.undefinedNames({})) inside(range);
  for (const Range range : code.names()) inside(range);
  readPythonType(text);
}

void readBash(std::string_view text, const Inside& inside) {
  const ShellScript script = readShell(text);
  count(text, script.places);
  for (const ShellError& error : script.errors) inside(error.range);
  for (const ShellCommand& command : script.commands) {
    inside(command.range());
    for (const auto* words : {&command.assignments, &command.words}) {
      for (const ShellWord& word : *words) {
        inside(word.range);
        for (const ShellExpansion& expansion : word.unquoted) inside(expansion.range);
      }
    }
  }
}

void readScript(std::string_view text, const Inside& inside) {
  const PowerShellScript script = readPowerShell(text);
  for (const PowerShellError& error : script.errors) inside(error.range);
  for (const PowerShellToken& token : script.tokens) inside(token.range);
  count(text, script.places);
  const std::vector<std::string> same(script.places.size(), std::string(1, kPlaceholderByte));
  if (!powerShellReadsAsBefore(text, same)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Inside inside(text);
  switch (data[0] % 3) {
    case 0: readPython(text, inside); break;
    case 1: readBash(text, inside); break;
    default: readScript(text, inside);
  }
  return 0;
}

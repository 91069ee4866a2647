// The rules of the last gate. One that is about a target's own ways belongs to the rules of that target.
#include <array>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/internal.h"
#include "mlpc/emit/backend.h"
#include "mlpc/support/utf8.h"

namespace mlpc::emit {
namespace {

/// Sources and the files that they name are UTF-8; so what is not has no source (`kUnmapped`), or was cut in two.
void demandText(const Outgoing& outgoing, diag::Engine& diags) {
  if (support::isUtf8(outgoing.text)) return;
  std::string where = "a value has no form in " + std::string(outgoing.file.empty() ? "a document" : outgoing.file);
  if (!outgoing.key.empty()) where += ", under " + std::string(outgoing.key);
  diags.report(outgoing.origin, diag::internalError, diag::Phrase(where));
}

constexpr std::array kGates{Gate(demandText)};

}  // namespace

std::span<const Gate> gates() { return kGates; }

}  // namespace mlpc::emit

// The rules of the last gate. One that is about a target's own ways belongs to the rules of that target.
#include <array>

#include "credential_gate.h"
#include "mlpc/diag/engine.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/emit/backend.h"
#include "mlpc/emit/file_name.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"

namespace mlpc::emit {
namespace {

/// Sources and the files that they name are UTF-8; so what is not has no source (`kUnmapped`), or was cut in two.
bool demandText(const Outgoing& outgoing, diag::Engine& diags) {
  // The words of a command and the lines of a script have been seen one by one, and an archive can hold anything.
  if (outgoing.kind == Outgoing::Kind::Words || outgoing.kind == Outgoing::Kind::Lines ||
      outgoing.kind == Outgoing::Kind::Packed)
    return true;
  if (support::isUtf8(outgoing.text)) return true;
  std::string where = "a value has no form in " + std::string(outgoing.file.empty() ? "a document" : outgoing.file);
  if (!outgoing.key.empty()) where += ", under " + std::string(outgoing.key);
  diags.report(outgoing.origin, diag::internalError, diag::Phrase(where));
  return false;
}

/// Names of files come from the source, and have to be names on every system.
bool demandFileName(const Outgoing& outgoing, diag::Engine& diags) {
  if (outgoing.kind != Outgoing::Kind::File || !support::isUtf8(outgoing.text)) return true;
  const auto problem = fileNameProblem(outgoing.text);
  if (problem) diags.report(outgoing.origin, diag::badFileName, outgoing.text, diag::Phrase(*problem));
  return !problem;
}

/// Readers of YAML and shells end comments at different characters; a back end shows them as escapes.
bool demandComment(const Outgoing& outgoing, diag::Engine& diags) {
  if (outgoing.kind != Outgoing::Kind::Comment || !support::isUtf8(outgoing.text)) return true;
  if (support::visible(outgoing.text) == outgoing.text) return true;
  diags.report(outgoing.origin, diag::internalError, diag::Phrase("a comment contains a character that may end it"));
  return false;
}

constexpr std::array kGates{Gate(demandText), Gate(demandFileName), Gate(demandComment), Gate(demandNoCredentials)};

}  // namespace

std::span<const Gate> gates() { return kGates; }

}  // namespace mlpc::emit

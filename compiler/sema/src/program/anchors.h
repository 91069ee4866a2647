#pragma once

#include <cstdint>

#include "mlpc/sema/program.h"

namespace mlpc::sema {

// Findings that are kept while other files change: what is a head, and how a note finds its place in it again.

/// The hash of all that a file offers to others: its text without the bodies of its declarations. Where something in it
/// could not be read, of the whole text.
uint64_t headHash(const syntax::ParsedFile& parsed);

/// Remembers for each note that leads into another file where in a declaration it lies.
void anchorNotes(CheckedFile& file, const Program& program);
/// Whether all such notes can be found again in the files as they are now.
bool anchorsHold(const CheckedFile& file, const Program& program);
/// The findings, with notes in other files where their declarations are now.
diag::Findings findingsNow(const CheckedFile& file, const Program& program);

}  // namespace mlpc::sema

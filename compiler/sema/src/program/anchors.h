#pragma once

#include <cstdint>

#include "mlpc/sema/program.h"

namespace mlpc::sema {

// Findings that are kept while other files change: what belongs to a head, and how a note finds its place there again.

/// The hash of everything that a file offers to others: its text without the bodies of its declarations, or the whole
/// text if something in it could not be read.
uint64_t headHash(const syntax::ParsedFile& parsed);

/// Remembers for each note that refers to another file where it is, relative to a declaration there.
void anchorNotes(CheckedFile& file, const Program& program);
/// Whether all such notes can be found again in the current files.
bool anchorsHold(const CheckedFile& file, const Program& program);
/// The findings, with their notes at the current places of the declarations in other files.
diag::Findings findingsNow(const CheckedFile& file, const Program& program);

}  // namespace mlpc::sema

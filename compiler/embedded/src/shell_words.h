#pragma once

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// Whether a node of a bash tree may be (a part of) a word of a command.
bool isShellWord(Node node);
/// Adds the value of a node to the word that it is part of.
void addToWord(ShellWord& word, Node node);
/// The words among the children of `node` that come after `from` (all, if absent), joining those without a space
/// between.
std::vector<ShellWord> shellWords(Node node, Node from);

}  // namespace mlpc::embedded

#pragma once

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// Whether a node of a bash tree may be (a part of) a word of a command.
bool isShellWord(Node node);
/// Adds what a node says to the word that it is a part of.
void addToWord(ShellWord& word, Node node);
/// The words among the children of `node` that come after `from` (none: all), those that touch each other joined.
std::vector<ShellWord> shellWords(Node node, Node from);

}  // namespace mlpc::embedded

#pragma once

#include "mlpc/diag/engine.h"
#include "model.h"

namespace mlpc::importers::kfp {

/// Orders the statements of every pipeline so that the tasks and groups get the numbers that they have: the SDK counts
/// groups, and tasks of the same name, in the order in which they are written. Also finds the beginning of the names
/// that each callee's tasks have.
///
/// The labels of components are counted too, across all pipelines, so they tell which of two tasks came first.
///
/// Where no number decides, the order follows the data, and then the names. Numbers that no order produces are
/// reported.
void orderStatements(const Document& document, Model& model, diag::Engine& diags);

}  // namespace mlpc::importers::kfp

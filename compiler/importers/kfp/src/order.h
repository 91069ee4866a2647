#pragma once

#include "mlpc/diag/engine.h"
#include "model.h"

namespace mlpc::importers::kfp {

/// Puts the statements of every pipeline in an order that gives the tasks and groups the numbers that they have: the
/// SDK counts tasks of one name, and groups, as they are written. Also finds what the names of the tasks of each callee
/// begin with.
///
/// The labels of components are counted too, over all pipelines: so they tell which of two tasks came first.
///
/// The order of what no number tells apart is that of data, and then of names. Numbers that no order gives are
/// reported.
void orderStatements(const Document& document, Model& model, diag::Engine& diags);

}  // namespace mlpc::importers::kfp

#pragma once

#include "bodies/body_context.h"

namespace mlpc::sema {

// Each checks the body of one declaration. What Kubeflow Trainer requires of a trainjob beyond its schema is checked by
// the back end, which knows the runtimes.

void checkComponent(const BodyContext& context, SymbolId component);
void checkPipeline(const BodyContext& context, SymbolId pipeline);
void checkTrainJob(const BodyContext& context, SymbolId job);
void checkWorkflow(const BodyContext& context, SymbolId workflow);
void checkTemplate(const BodyContext& context, SymbolId shared);

/// Declares the jobs and steps in a template, to which its users may refer.
void announceTemplate(const BodyContext& context, SymbolId shared);

}  // namespace mlpc::sema

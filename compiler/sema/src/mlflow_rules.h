#pragma once

#include "bodies.h"
#include "mlpc/embedded/python_code.h"

namespace mlpc::sema {

/// Checks how a component's code uses the MLflow client.
void checkMlflowCode(Checker& checker, const PythonBody& body, const embedded::CodeText& code,
                     const embedded::PythonCode& python);

/// Checks over the whole program: tokens written out, tasks that call MLflow without one, experiments spelt in two
/// ways.
void checkMlflowAcross(Checker& checker);

}  // namespace mlpc::sema

#pragma once

#include <map>
#include <string>

#include "session.h"

namespace mlpc::lsp {

/// The diagnostics of every file that has some, by URI.
std::map<std::string, Json> diagnosticsOf(Session& session);
/// Those of one file, an array.
Json diagnosticsOf(Session& session, const std::string& path);
/// Sends what has changed since the last time, unless the client asks for it itself.
void publishDiagnostics(Session& session);
/// A name for the value, equal for equal values, as `resultId`.
std::string resultId(const Json& value);

}  // namespace mlpc::lsp

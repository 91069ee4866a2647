#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlpc::support {

// The rules of names that the Kubernetes API server checks. Source: apimachinery pkg/util/validation/validation.go.

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 bytes: namespaces, containers, volumes.
bool isDnsLabel(std::string_view text);
/// As isDnsLabel, but the first byte is a letter: services, and the jobs and pods that a JobSet makes.
bool isDns1035Label(std::string_view text);
/// Labels of isDnsLabel's form (each of any length) with dots between, at most 253 bytes: most objects.
bool isDnsSubdomain(std::string_view text);
/// A key of a label or annotation: a name of at most 63 bytes, maybe after a DNS subdomain and a slash.
bool isQualifiedName(std::string_view text);
/// A label's value: empty, or at most 63 letters, digits, `-`, `_` and `.`, the ends letters or digits.
bool isLabelValue(std::string_view text);
/// The name of an environment variable: letters, digits, `_`, `-` and `.`, no digit first, not `.` or `..…`.
bool isEnvironmentName(std::string_view text);
/// A key of a Secret or ConfigMap: letters, digits, `_`, `-` and `.`, at most 253 bytes, not `.` or `..…`.
bool isConfigKey(std::string_view text);
/// A field of a pod that a variable can hold: `metadata.name`, `metadata.labels['app']`, …
bool isPodField(std::string_view path);
/// `example.org/team`: a DNS subdomain, a slash, a path.
bool isDomainPrefixedPath(std::string_view text);

/// Kubernetes expands `$(NAME)` in commands, arguments and values of environment variables, and reads `$$` as `$`. This
/// is the text that it reads as `text`.
/// Source: kubernetes third_party/forked/golang/expansion/expand.go.
std::string escapeKubernetesExpansion(std::string_view text);

/// The same where the container has these variables only: another `$(date)`, as in a script, Kubernetes leaves alone.
std::string escapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables);

/// The text that `escapeKubernetesExpansion` makes `text` of with these variables; `text` itself if there is none,
/// because it contains the value of a variable, or a `$$` where that function writes `$`.
std::string unescapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables);

}  // namespace mlpc::support

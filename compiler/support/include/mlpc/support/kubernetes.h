#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlpc::support {

// The rules for names that the Kubernetes API server checks. Source: apimachinery pkg/util/validation/validation.go.

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`, at most 63 bytes: namespaces, containers, volumes.
bool isDnsLabel(std::string_view text);
/// As isDnsLabel, but starting with a letter: services, and the jobs and pods that a JobSet creates.
bool isDns1035Label(std::string_view text);
/// Labels of isDnsLabel's form (of any length) separated by dots, at most 253 bytes: most objects.
bool isDnsSubdomain(std::string_view text);
/// The key of a label or annotation: a name of at most 63 bytes, optionally after a DNS subdomain and a slash.
bool isQualifiedName(std::string_view text);
/// The value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.` with a letter or digit at each end.
bool isLabelValue(std::string_view text);
/// The name of an environment variable: letters, digits, `_`, `-` and `.`; not starting with a digit, not `.` or `..…`.
bool isEnvironmentName(std::string_view text);
/// A key of a Secret or ConfigMap: letters, digits, `_`, `-` and `.`, at most 253 bytes, not `.` or `..…`.
bool isConfigKey(std::string_view text);
/// A field of a pod that a variable can take its value from: `metadata.name`, `metadata.labels['app']`, …
bool isPodField(std::string_view path);
/// `example.org/team`: a DNS subdomain, a slash, a path.
bool isDomainPrefixedPath(std::string_view text);

/// Kubernetes expands `$(NAME)` in commands, arguments and values of environment variables, and reads `$$` as `$`. This
/// returns what has to be written so that Kubernetes reads `text`.
/// Source: kubernetes third_party/forked/golang/expansion/expand.go.
std::string escapeKubernetesExpansion(std::string_view text);

/// The same for a container that has only these variables: any other `$(date)`, as in a script, is left alone by
/// Kubernetes.
std::string escapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables);

/// The text from which `escapeKubernetesExpansion` makes `text` with these variables; `text` itself if there is none,
/// because it contains the value of a variable, or a `$$` where that function writes `$`.
std::string unescapeKubernetesExpansion(std::string_view text, const std::vector<std::string>& variables);

}  // namespace mlpc::support

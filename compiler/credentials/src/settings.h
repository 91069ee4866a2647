#pragma once

#include "text.h"

namespace mlpc::credentials {

/// Whether the line at `at` is one of a file of settings, as far as the lines above it show: `[section]` is above.
bool isInSection(const Text& text, size_t at);

/// Whether a line of YAML may begin with the name: nothing but spaces and `- ` in front of it.
bool beginsLine(const Text& text, Range name);

/// A value that a field beside it or around it names, if that is a credential: `"name": "DB_PASSWORD", "value": "…"`,
/// `<add key="password" value="…"/>`, `"password": {"default": "…"}`, `option("--password", default="…")`. The value
/// follows the sign at `at`, `field` is in front of it.
void judgeNamedBeside(const Text& text, Range field, size_t at);
/// Whether a field of that name holds a value that is named so.
bool holdsValue(std::string_view field);

/// `<password>…</password>`, `<entry key="password">…</entry>`; `at` is where the closing tag begins.
void judgeElement(const Text& text, size_t at);

/// A line `host:port:database:user:password` of a password file of PostgreSQL; a colon in front of the port is at `at`.
void judgePgpass(const Text& text, size_t at);

}  // namespace mlpc::credentials

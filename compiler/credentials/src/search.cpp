// Everything that is looked for in a text.
#include <algorithm>
#include <utility>
#include <vector>

#include "assignments.h"
#include "comparisons.h"
#include "forms.h"
#include "json_text.h"
#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"

namespace mlpc::credentials {
namespace {

void sort(std::vector<Found>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
}

/// Whether one of the sorted findings, which do not overlap, overlaps with it.
bool overlaps(const std::vector<Found>& sorted, const Found& one) {
  const auto next = std::lower_bound(sorted.begin(), sorted.end(), one.begin,
                                     [](const Found& other, size_t at) { return other.end <= at; });
  return next != sorted.end() && next->begin < one.end;
}

/// Appends what is found in a text, without what is part of something else.
void searchOnce(std::string_view text, Format format, std::vector<Found>& all) {
  std::vector<Found> tokens;
  findForms(text, [&](const Found& one) { tokens.push_back(one); });
  std::vector<Found> named;
  findAssignments(text, format, [&](const Found& one) { named.push_back(one); });
  if (format == Format::Condition) findComparisons(text, [&](const Found& one) { named.push_back(one); });
  sort(tokens);
  sort(named);
  // What a token is assigned to adds nothing to it.
  size_t end = 0;
  for (const Found& one : named) {
    if (one.begin < end || overlaps(tokens, one)) continue;
    all.push_back(one);
    end = one.end;
  }
  all.insert(all.end(), tokens.begin(), tokens.end());
}

}  // namespace

Format formatOf(std::string_view file) {
  if (file == "condition") return Format::Condition;
  // Most names are not those of files.
  if (file.empty() || (file.back() != 'c' && file.back() != 's' && file.find('.') == std::string_view::npos))
    return Format::Any;
  const std::string name = support::toLower(file.substr(file.find_last_of("/\\") + 1));
  for (const std::string_view end :
       {".ini", ".cfg", ".conf", ".cnf", ".properties", ".env", ".toml", "rc", "credentials"}) {
    if (name.ends_with(end)) return Format::Settings;
  }
  return name.starts_with(".env") ? Format::Settings : Format::Any;
}

bool isShortWord(std::string_view text) {
  // Nothing is assigned without one of `=`, `:`, a space or a bracket.
  return text.size() < kShortestForm && std::all_of(text.begin(), text.end(), [](char c) {
           return support::isWordCharacter(c) || c == '-' || c == '.' || c == '/';
         });
}

void searchTokens(std::string_view text, const OnFound& found) { findForms(text, found); }

void search(std::string_view text, const OnFound& found, Format format) {
  std::vector<Found> all;
  const Rewritten json = readJson(text);
  if (!json.text().empty()) {
    searchOnce(json.text(), format, all);
    for (Found& one : all) {
      one.begin = json.original(one.begin);
      one.end = std::max(json.originalEnd(one.end), one.begin);
      if (one.name.empty()) continue;
      const auto at = static_cast<size_t>(one.name.data() - json.text().data());
      one.name = text.substr(json.original(at), one.name.size());
    }
    sort(all);
  }
  std::vector<Found> written;
  searchOnce(text, format, written);
  for (const Found& one : written) {
    if (!overlaps(all, one)) found(one);
  }
  for (const Found& one : all) found(one);
}

}  // namespace mlpc::credentials

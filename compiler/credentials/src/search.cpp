// Everything that is looked for in a text.
#include <algorithm>
#include <utility>
#include <vector>

#include "assignments.h"
#include "forms.h"
#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {

void searchTokens(std::string_view text, const OnFound& found) { findForms(text, found); }

void search(std::string_view text, const OnFound& found) {
  std::vector<Found> tokens;
  findForms(text, [&](const Found& one) {
    tokens.push_back(one);
    found(one);
  });
  std::sort(tokens.begin(), tokens.end(), [](const Found& a, const Found& b) { return a.end < b.end; });
  std::vector<Found> named;
  findAssignments(text, [&](const Found& one) { named.push_back(one); });
  const auto place = [](const Found& one) { return std::pair(one.begin, one.end); };
  std::stable_sort(named.begin(), named.end(), [&](const Found& a, const Found& b) { return place(a) < place(b); });
  const auto last =
      std::unique(named.begin(), named.end(), [&](const Found& a, const Found& b) { return place(a) == place(b); });
  // What a token is assigned to adds nothing to it.
  std::for_each(named.begin(), last, [&](const Found& one) {
    const auto next = std::lower_bound(tokens.begin(), tokens.end(), one.begin,
                                       [](const Found& token, size_t at) { return token.end <= at; });
    if (next == tokens.end() || next->begin >= one.end) found(one);
  });
}

}  // namespace mlpc::credentials

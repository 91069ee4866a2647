#include "literals.h"

namespace mlpc::lower {

void dropUnsafe(std::vector<Insertion>& insertions,
                const std::function<bool(const std::vector<std::string>&)>& readsAsBefore) {
  const std::string open(1, embedded::kPlaceholderByte);
  std::vector<std::string> texts;
  for (const Insertion& insertion : insertions) texts.push_back(insertion.text.value_or(open));
  if (readsAsBefore(texts)) return;
  // Find out which one it is.
  for (size_t i = 0; i < insertions.size(); ++i) {
    if (!insertions[i].text) continue;
    std::vector<std::string> alone(insertions.size(), open);
    alone[i] = *insertions[i].text;
    if (!readsAsBefore(alone)) insertions[i].text.reset();
  }
}

}  // namespace mlpc::lower

#include "literals.h"

namespace mlpc::lower {
namespace {

using ReadsAsBefore = std::function<bool(const std::vector<std::string>&)>;

/// Accepts texts as long as the code, with all that were accepted, reads as before.
class Acceptance {
 public:
  Acceptance(std::vector<Insertion>& insertions, const ReadsAsBefore& readsAsBefore)
      : insertions_(insertions),
        readsAsBefore_(readsAsBefore),
        accepted_(insertions.size(), std::string(1, embedded::kPlaceholderByte)) {}

  /// Accepts the texts from `first` up to `last`, or as many as can be; the others are removed.
  void accept(size_t first, size_t last) {
    std::vector<std::string> trial = accepted_;
    bool any = false;
    for (size_t i = first; i < last; ++i) {
      if (!insertions_[i].text) continue;
      trial[i] = *insertions_[i].text;
      any = true;
    }
    if (!any) return;
    if (trials_ < kMostTrials && (++trials_, readsAsBefore_(trial))) {
      accepted_ = std::move(trial);
    } else if (last - first == 1 || trials_ == kMostTrials) {
      for (size_t i = first; i < last; ++i) insertions_[i].text.reset();
    } else {
      const size_t middle = first + (last - first) / 2;
      accept(first, middle);
      accept(middle, last);
    }
  }

 private:
  /// Each reads all of the code. The texts that are not tried any more are removed, which is safe.
  static constexpr unsigned kMostTrials = 60;

  std::vector<Insertion>& insertions_;
  const ReadsAsBefore& readsAsBefore_;
  std::vector<std::string> accepted_;
  unsigned trials_ = 0;
};

}  // namespace

void dropUnsafe(std::vector<Insertion>& insertions, const ReadsAsBefore& readsAsBefore) {
  Acceptance(insertions, readsAsBefore).accept(0, insertions.size());
}

}  // namespace mlpc::lower

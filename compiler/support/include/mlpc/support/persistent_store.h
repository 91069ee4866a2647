#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace mlpc::support {

/// Values of one kind, addressed by typed ids, whose copies are cheap and independent: a copy shares the pages of the
/// original until one of the two is changed.
///
/// Several threads may read a shared page; a thread that writes needs its own copy of the store. A reference stays
/// valid as long as any store has the page; once the page has been copied, it no longer sees changes.
template <typename IdType, typename T>
class PersistentStore {
 public:
  IdType add(T value) {
    if (size_ % kPage == 0) pages_.push_back(newPage());
    own(pages_.size() - 1).push_back(std::move(value));
    return IdType(size_++);
  }
  [[nodiscard]] const T& operator[](IdType id) const { return (*pages_[id.index() / kPage])[id.index() % kPage]; }
  /// The value, to be changed in this store only.
  [[nodiscard]] T& edit(IdType id) { return own(id.index() / kPage)[id.index() % kPage]; }
  [[nodiscard]] size_t size() const { return size_; }

 private:
  static constexpr uint32_t kPage = 64;
  using Page = std::vector<T>;
  static std::shared_ptr<Page> newPage() {
    auto page = std::make_shared<Page>();
    page->reserve(kPage);  // so that values do not move while the page fills
    return page;
  }
  Page& own(size_t index) {
    std::shared_ptr<Page>& page = pages_[index];
    if (page.use_count() != 1) {
      auto copy = newPage();
      copy->insert(copy->end(), page->begin(), page->end());
      page = std::move(copy);
    }
    return *page;
  }

  std::vector<std::shared_ptr<Page>> pages_;
  uint32_t size_ = 0;
};

}  // namespace mlpc::support

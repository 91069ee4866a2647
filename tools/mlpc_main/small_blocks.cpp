// Replaces operator new and delete of the program.
//
// In front of each block is a word that says how large it is, or that it came from malloc: because it is large, or
// because another thread asked for it. The main thread cuts small blocks from chunks and keeps those that are freed in
// one list per size. What another thread frees goes to lists that the main thread takes over when its own is empty.
#include "small_blocks.h"

#ifdef MLPC_SYSTEM_ALLOCATOR

void useSmallBlocks() {}

#else

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr size_t kStep = alignof(std::max_align_t);
constexpr size_t kHead = sizeof(size_t);
constexpr size_t kSizes = 64;
constexpr size_t kLargest = kStep * kSizes - kHead;
constexpr size_t kChunk = size_t{64} << 10U;

struct Freed {
  Freed* next;
};

class Pool {
 public:
  /// A block of `steps` steps, without what is in front of it; null if there is no memory.
  void* take(size_t steps) {
    Freed*& list = freed_[steps];
    if (list == nullptr) list = returned_[steps].exchange(nullptr, std::memory_order_acquire);
    if (list != nullptr) {
      Freed* const block = list;
      list = block->next;
      return block;
    }
    return cut(steps);
  }
  void giveBack(void* block, size_t steps) { freed_[steps] = new (block) Freed{freed_[steps]}; }
  void giveBackFromElsewhere(void* block, size_t steps) {
    auto* const freed = new (block) Freed{returned_[steps].load(std::memory_order_relaxed)};
    while (!returned_[steps].compare_exchange_weak(freed->next, freed, std::memory_order_release)) {
    }
  }

 private:
  void* cut(size_t steps) {
    const size_t size = steps * kStep;
    if (left_ < size) {
      // What is left of the last chunk is lost: less than a block.
      auto* const chunk = static_cast<std::byte*>(std::malloc(kChunk));
      if (chunk == nullptr) return nullptr;
      // The heads are just before multiples of the step.
      next_ = chunk + kStep - kHead;
      left_ = kChunk - kStep;
    }
    auto* const head = new (next_) size_t{steps};
    next_ += size;
    left_ -= size;
    return head + 1;
  }

  std::array<Freed*, kSizes + 1> freed_{};
  std::array<std::atomic<Freed*>, kSizes + 1> returned_{};
  std::byte* next_ = nullptr;
  size_t left_ = 0;
};

// Not destroyed: blocks are freed until the very end.
constinit Pool pool;
constinit thread_local bool ownsPool = false;

/// A block from malloc, with 0 in front of it.
void* takeFromSystem(size_t size) {
  if (size > SIZE_MAX - kStep) return nullptr;
  auto* const memory = static_cast<std::byte*>(std::malloc(size + kStep));
  if (memory == nullptr) return nullptr;
  return new (memory + kStep - kHead) size_t{0} + 1;
}

}  // namespace

void useSmallBlocks() { ownsPool = true; }

void* operator new(size_t size) {
  while (true) {
    void* const block =
        ownsPool && size <= kLargest ? pool.take((size + kHead + kStep - 1) / kStep) : takeFromSystem(size);
    if (block != nullptr) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  size_t* const head = static_cast<size_t*>(block) - 1;
  if (*head == 0) {
    std::free(reinterpret_cast<std::byte*>(head + 1) - kStep);
  } else if (ownsPool) {
    pool.giveBack(block, *head);
  } else {
    pool.giveBackFromElsewhere(block, *head);
  }
}

void operator delete(void* block, size_t) noexcept { operator delete(block); }

#endif

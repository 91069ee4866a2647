#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "wire/transport.h"

namespace mlpc::lsp {

/// What the client has sent and nobody has answered yet. A thread of its own reads on while a message is worked on, so
/// that a request can be cancelled, and work in the background stops when a text changes.
class Inbox {
 public:
  explicit Inbox(Transport& transport);
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  ~Inbox() { reader_.join(); }

  using Message = std::variant<Json, Transport::Garbage>;
  /// Waits for the next message; nothing at the end of the input.
  std::optional<Message> next();
  /// Whether a message is waiting, or the input has ended.
  [[nodiscard]] bool hasNext();
  /// Begins with a request that `next` has returned. False if the client has cancelled it; later, that sets
  /// `cancelled`.
  bool begin(const Json& id);
  /// The request is answered.
  void end();
  /// Set when the client cancels the request that is being worked on.
  [[nodiscard]] const std::atomic<bool>& cancelled() const { return currentCancelled_; }
  /// Set while a message waits that makes work in the background useless.
  [[nodiscard]] const std::atomic<bool>& interrupted() const { return interrupted_; }

 private:
  void read(Transport& transport);

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Message> messages_;
  std::set<Json> waiting_;    ///< the ids of the requests among them
  std::set<Json> cancelled_;  ///< those of them that nobody asks for any more
  bool ended_ = false;
  std::optional<Json> current_;  ///< the id of the request that is being worked on
  std::atomic<bool> currentCancelled_ = false;
  std::atomic<bool> interrupted_ = false;
  std::thread reader_;
};

}  // namespace mlpc::lsp

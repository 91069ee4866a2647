#include "inbox.h"

#include <algorithm>

namespace mlpc::lsp {
namespace {

bool isNotification(const Inbox::Message& message, std::string_view method) {
  const auto* json = std::get_if<Json>(&message);
  return json != nullptr && json->is_object() && json->value("method", Json()) == method;
}

bool changesText(const Inbox::Message& message) {
  return isNotification(message, "textDocument/didChange") || isNotification(message, "exit");
}

/// More cancellations than that wait only if they name no request.
constexpr size_t kMostCancelled = 1000;

}  // namespace

Inbox::Inbox(Transport& transport) : reader_([this, &transport] { read(transport); }) {}

void Inbox::read(Transport& transport) {
  while (true) {
    std::optional<Message> message = transport.read();
    const std::lock_guard lock(mutex_);
    if (!message) {
      ended_ = interrupted_ = true;
      arrived_.notify_one();
      return;
    }
    if (isNotification(*message, "$/cancelRequest")) {
      const Json& params = std::get<Json>(*message).value("params", Json::object());
      if (cancelled_.size() < kMostCancelled && params.is_object()) cancelled_.insert(params.value("id", Json()));
      continue;
    }
    if (changesText(*message)) interrupted_ = true;
    const bool last = isNotification(*message, "exit");
    messages_.push_back(std::move(*message));
    arrived_.notify_one();
    // Nothing is read behind it: the client may keep the stream open.
    if (last) return;
  }
}

std::optional<Inbox::Message> Inbox::next() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return ended_ || !messages_.empty(); });
  if (messages_.empty()) return std::nullopt;
  Message message = std::move(messages_.front());
  messages_.pop_front();
  interrupted_ = ended_ || std::any_of(messages_.begin(), messages_.end(), changesText);
  return message;
}

bool Inbox::hasNext() {
  const std::lock_guard lock(mutex_);
  return ended_ || !messages_.empty();
}

bool Inbox::takeCancelled(const Json& id) {
  const std::lock_guard lock(mutex_);
  return cancelled_.erase(id) != 0;
}

}  // namespace mlpc::lsp

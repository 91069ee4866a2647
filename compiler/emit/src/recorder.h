#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/document.h"
#include "mlpc/emit/output_file.h"

namespace mlpc::emit {

/// Appends a step to a JSON pointer.
inline void appendPointer(std::string& path, std::string_view key) {
  path += '/';
  for (const char c : key) {
    if (c == '~') {
      path += "~0";
    } else if (c == '/') {
      path += "~1";
    } else {
      path += c;
    }
  }
}

/// Records the scalars that a writer writes. A node without an origin gets that of the node around it.
class Recorder {
 public:
  Recorder(std::vector<Mapped>& map, uint32_t document, source::Span origin)
      : map_(map), document_(document), origin_(origin) {}

  void note(size_t begin, size_t end) { map_.push_back({document_, path_, begin, end, origin_}); }

  /// A step into a node, undone at the end of the scope. Does nothing without a recorder.
  class Step {
   public:
    Step(Recorder* recorder, const Node& node) : recorder_(recorder) {
      if (recorder != nullptr) enter(node);
    }
    Step(Recorder* recorder, std::string_view key, const Node& node) : recorder_(recorder) {
      if (recorder == nullptr) return;
      enter(node);
      appendPointer(recorder->path_, key);
    }
    Step(Recorder* recorder, size_t index, const Node& node) : recorder_(recorder) {
      if (recorder == nullptr) return;
      enter(node);
      appendPointer(recorder->path_, std::to_string(index));
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() {
      if (recorder_ == nullptr) return;
      recorder_->path_.resize(length_);
      recorder_->origin_ = outer_;
    }

   private:
    void enter(const Node& node) {
      length_ = recorder_->path_.size();
      outer_ = recorder_->origin_;
      if (node.origin().valid()) recorder_->origin_ = node.origin();
    }

    Recorder* recorder_;
    size_t length_ = 0;
    source::Span outer_;
  };

 private:
  std::vector<Mapped>& map_;
  uint32_t document_;
  source::Span origin_;
  std::string path_;
};

}  // namespace mlpc::emit

[
  (block)
  (record)
  (record_type)
  (list)
  (parameters)
  (arguments)
  (parenthesized)
] @indent.begin

["}" "]" ")"] @indent.branch @indent.end

; The text of a fence is somebody else's, and its end is where it began.
(code) @indent.auto
(fence_end) @indent.zero

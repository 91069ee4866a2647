[
  (block)
  (record)
  (record_type)
  (list)
  (parameters)
  (arguments)
  (code)
  (block_comment)
] @fold

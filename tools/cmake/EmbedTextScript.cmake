# The build step of mlpc_embed_text: see EmbedText.cmake.
file(STRINGS "${OUTPUT}.list" files ENCODING UTF-8)
set(body "")
foreach(path IN LISTS files)
  if(path STREQUAL "")
    continue()
  endif()
  if(STRIP STREQUAL "")
    get_filename_component(name "${path}" NAME)
  else()
    file(RELATIVE_PATH name "${STRIP}" "${path}")
  endif()
  file(READ "${path}" hex HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${hex}")
  file(SIZE "${path}" size)
  string(APPEND body "    {\"${name}\", std::string_view(\n    \"${bytes}\", ${size})},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from the files named in it.
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace ${NAMESPACE} {
std::span<const std::pair<std::string_view, std::string_view>> ${FUNCTION}();
std::span<const std::pair<std::string_view, std::string_view>> ${FUNCTION}() {
  using Entry = std::pair<std::string_view, std::string_view>;
  static constexpr Entry kTexts[] = {
${body}    {\"\", \"\"},
  };
  return std::span<const Entry>(kTexts).first(std::size(kTexts) - 1);
}
}  // namespace ${NAMESPACE}
")

# mlpc_embed_text(OUTPUT file.cpp FUNCTION mlpc::x::fn STRIP dir FILES …)
#
# Writes a C++ file with the texts of FILES as (name, text) pairs; the name is the path below STRIP, or just the file
# name if there is no STRIP. Also runs as a script, so that the texts are read again when one of them changes.
function(mlpc_embed_text)
  cmake_parse_arguments(ARG "" "OUTPUT;NAMESPACE;FUNCTION;STRIP" "FILES" ${ARGN})
  string(REPLACE ";" "\n" list "${ARG_FILES}")
  file(GENERATE OUTPUT "${ARG_OUTPUT}.list" CONTENT "${list}\n")
  add_custom_command(
    OUTPUT "${ARG_OUTPUT}"
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${ARG_OUTPUT} -DNAMESPACE=${ARG_NAMESPACE} -DFUNCTION=${ARG_FUNCTION}
            -DSTRIP=${ARG_STRIP} -P "${CMAKE_SOURCE_DIR}/tools/cmake/EmbedTextScript.cmake"
    DEPENDS ${ARG_FILES} "${ARG_OUTPUT}.list" "${CMAKE_SOURCE_DIR}/tools/cmake/EmbedTextScript.cmake"
    VERBATIM)
endfunction()

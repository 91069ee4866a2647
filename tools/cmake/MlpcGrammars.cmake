# The package tree_sitter: the runtime of tree-sitter and the grammars with which compiler/embedded reads other
# languages.
#
# Debian's runtime is too old for the grammars, and no Debian package contains their sources, so both come from npm:
# tools/grammars pins them by hash. They are unpacked once for all presets, and none of their scripts runs.
set(MLPC_GRAMMARS_DIR "${PROJECT_SOURCE_DIR}/build/grammars" CACHE PATH
    "A folder whose node_modules holds what tools/grammars names; it is filled where it is empty")

set(mlpc_grammars_lock "${PROJECT_SOURCE_DIR}/tools/grammars/package-lock.json")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${mlpc_grammars_lock}")
file(SHA256 "${mlpc_grammars_lock}" mlpc_grammars_hash)
set(mlpc_grammars_have "")
if(EXISTS "${MLPC_GRAMMARS_DIR}/.lock-hash")
  file(READ "${MLPC_GRAMMARS_DIR}/.lock-hash" mlpc_grammars_have)
endif()
if(NOT mlpc_grammars_have STREQUAL mlpc_grammars_hash)
  find_program(MLPC_NPM npm REQUIRED)
  file(COPY "${PROJECT_SOURCE_DIR}/tools/grammars/" DESTINATION "${MLPC_GRAMMARS_DIR}")
  execute_process(
    COMMAND "${MLPC_NPM}" ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY "${MLPC_GRAMMARS_DIR}" COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE "${MLPC_GRAMMARS_DIR}/.lock-hash" "${mlpc_grammars_hash}")
endif()

set(mlpc_tree_sitter_lib "${MLPC_GRAMMARS_DIR}/node_modules/tree-sitter/vendor/tree-sitter/lib")
set(mlpc_grammar_sources "")
foreach(grammar IN ITEMS python)
  set(folder "${MLPC_GRAMMARS_DIR}/node_modules/tree-sitter-${grammar}/src")
  # Each grammar includes the headers of the runtime that it was generated with.
  add_library(mlpc_grammar_${grammar} OBJECT "${folder}/parser.c" "${folder}/scanner.c")
  target_include_directories(mlpc_grammar_${grammar} PRIVATE "${folder}")
  list(APPEND mlpc_grammar_sources $<TARGET_OBJECTS:mlpc_grammar_${grammar}>)
  list(APPEND mlpc_grammar_targets mlpc_grammar_${grammar})
endforeach()
# One file that includes the others.
add_library(mlpc_grammars STATIC "${mlpc_tree_sitter_lib}/src/lib.c" ${mlpc_grammar_sources})
target_include_directories(mlpc_grammars PRIVATE "${mlpc_tree_sitter_lib}/include" "${mlpc_tree_sitter_lib}/src")
foreach(target IN LISTS mlpc_grammar_targets ITEMS mlpc_grammars)
  # They use compiler extensions to C11, and their warnings are not ours.
  set_target_properties(${target} PROPERTIES C_STANDARD 11 C_EXTENSIONS ON UNITY_BUILD OFF)
  target_compile_options(${target} PRIVATE -w)
  target_compile_definitions(${target} PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200112L)
endforeach()
mlpc_package(tree_sitter HEADERS "^tree_sitter/" INCLUDE_DIR "${mlpc_tree_sitter_lib}/include" LIBRARIES mlpc_grammars)

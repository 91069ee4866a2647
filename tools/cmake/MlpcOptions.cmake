# Compiler settings shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(MLPC_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
option(MLPC_BUILD_TESTS "Build the tests" ON)
option(MLPC_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)
option(MLPC_COVERAGE "Instrument for coverage" OFF)
set(MLPC_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

find_program(MLPC_CCACHE ccache)
if(MLPC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Relative paths in the key let a fresh clone reuse what another one has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${MLPC_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

# The linker drops what nothing calls.
add_compile_options(-ffunction-sections -fdata-sections)

add_library(mlpc_flags INTERFACE)
target_compile_options(mlpc_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(MLPC_WARNINGS_AS_ERRORS)
  target_compile_options(mlpc_flags INTERFACE -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 wrongly raises these inside the standard library when it optimises.
    target_compile_options(mlpc_flags INTERFACE -Wno-error=array-bounds -Wno-error=dangling-pointer
      -Wno-error=maybe-uninitialized -Wno-error=restrict -Wno-error=stringop-overflow -Wno-error=stringop-overread)
  endif()
endif()
if(MLPC_SANITIZE)
  add_compile_options(-fsanitize=${MLPC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MLPC_SANITIZE})
endif()
if(MLPC_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_compile_definitions(MLPC_FUZZ=1)
endif()
if(MLPC_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

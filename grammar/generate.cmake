# cmake -DANTLR=… -DGRAMMAR_DIR=… -DTOKENS_DIR=… -DOUTPUT_DIR=… -P generate.cmake
#
# Runs the ANTLR tool (4.7.2 as in Debian) and adapts the generated C++ to C++20, to the 4.9 runtime and to what
# ParserBase replaces. A pattern that is not found is an error: another version of the tool has to be checked.

execute_process(
  COMMAND "${ANTLR}" -Dlanguage=Cpp -no-listener -no-visitor -Werror -package mlpc::parse::generated -lib "${TOKENS_DIR}"
          -o "${OUTPUT_DIR}/raw" -Xexact-output-dir "${GRAMMAR_DIR}/Mlp.g4"
  COMMAND_ERROR_IS_FATAL ANY)

file(READ "${OUTPUT_DIR}/raw/Mlp.cpp" code)
file(READ "${OUTPUT_DIR}/raw/Mlp.h" header)

function(replace variable from to)
  string(FIND "${${variable}}" "${from}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "the generated parser has no '${from}'")
  endif()
  string(REPLACE "${from}" "${to}" result "${${variable}}")
  set(${variable} "${result}" PARENT_SCOPE)
endfunction()

if(code MATCHES "adaptivePredict")
  message(FATAL_ERROR "Mlp.g4 has a decision that is not LL(1); find adaptivePredict in ${OUTPUT_DIR}/raw/Mlp.cpp")
endif()

# The umbrella header includes the whole runtime, part of which clang 14 rejects in C++20.
replace(header "#include \"antlr4-runtime.h\"" "#include \"antlr4_runtime.h\"")
# C++20 deprecates the implicit capture of this.
replace(code "finally([=] {" "finally([this] {")
# Tool and runtime disagree on char8_t in C++20.
string(REPLACE "u8\"" "\"" code "${code}")
# Every decision needs one token of lookahead; a call that is not inlined would cost more than the decision.
string(REPLACE "_input->LA(1)" "_input->nextType()" code "${code}")
# The tables are only needed for messages: they are unpacked at the first syntax error, not before main.
replace(header "private:\n  static std::vector<antlr4::dfa::DFA>" "public:\n  static void unpackTables();\n\nprivate:\n  static std::vector<antlr4::dfa::DFA>")
replace(header "static Initializer _init;" "")
replace(code "Mlp::Initializer Mlp::_init;" "void Mlp::unpackTables() { static Initializer once; }")

file(WRITE "${OUTPUT_DIR}/Mlp.cpp" "${code}")
file(WRITE "${OUTPUT_DIR}/Mlp.h" "${header}")

#pragma once

// The parts of the ANTLR runtime that the generated parser uses. The runtime's umbrella header also includes what clang
// 14 rejects in C++20.
#include <ANTLRErrorStrategy.h>
#include <InputMismatchException.h>
#include <NoViableAltException.h>
#include <Parser.h>
#include <ParserRuleContext.h>
#include <RecognitionException.h>
#include <Token.h>
#include <TokenStream.h>
#include <Vocabulary.h>
#include <atn/ATN.h>
#include <atn/ATNDeserializer.h>
#include <atn/ParserATNSimulator.h>
#include <atn/PredictionContext.h>
#include <atn/RuleStartState.h>
#include <dfa/DFA.h>
#include <misc/IntervalSet.h>
#include <support/CPPUtils.h>
#include <tree/TerminalNode.h>

// What a context-free grammar cannot say about mlp: `(`, `[` and `-` that continue a value only on the same line, and
// the text of fences, which ends at the first line that begins with as many `>` as the fence has `<`.
#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

// The order of `externals` in grammar.js.
enum Token {
  CallParen,
  IndexBracket,
  Minus,
  FenceStart,
  FenceText,
  FencePlaceholder,
  FenceEnd,
  Never  // is valid only where the parser recovers from an error
};

typedef struct {
  uint32_t length;  // number of `<` of the fence being read; 0 outside
} Scanner;

static void take(TSLexer *lexer) { lexer->advance(lexer, false); }
static void skip(TSLexer *lexer) { lexer->advance(lexer, true); }

static bool isBlank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

static uint32_t takeRun(TSLexer *lexer, int32_t c) {
  uint32_t length = 0;
  for (; lexer->lookahead == c; take(lexer)) ++length;
  return length;
}

// Reads up to the next placeholder or to the line that ends the fence, or one of these if it is here.
static bool inFence(Scanner *scanner, TSLexer *lexer) {
  bool any = false;
  bool lineStart = lexer->get_column(lexer) == 0;
  lexer->result_symbol = FenceText;
  lexer->mark_end(lexer);
  while (!lexer->eof(lexer)) {
    if (lineStart) {
      lineStart = false;
      bool begun = false;
      for (; isBlank(lexer->lookahead); take(lexer)) begun = true;
      const uint32_t run = takeRun(lexer, '>');
      if (run == scanner->length) {
        if (any) return true;
        lexer->mark_end(lexer);
        lexer->result_symbol = FenceEnd;
        scanner->length = 0;
        return true;
      }
      if (!begun && run == 0) continue;
    } else if (lexer->lookahead == '~') {
      // `~~{` stands for `~{`: only after an odd number of `~` is there a placeholder, which begins with the last one.
      bool odd = false;
      for (; lexer->lookahead == '~'; take(lexer)) {
        odd = !odd;
        if (odd) lexer->mark_end(lexer);
        any = any || !odd;
      }
      if (odd && lexer->lookahead == '{') {
        if (any) return true;
        take(lexer);
        lexer->result_symbol = FencePlaceholder;
        lexer->mark_end(lexer);
        return true;
      }
    } else {
      lineStart = lexer->lookahead == '\n';
      take(lexer);
    }
    any = true;
    lexer->mark_end(lexer);
  }
  return any;
}

static bool fenceStart(Scanner *scanner, TSLexer *lexer) {
  const uint32_t length = takeRun(lexer, '<');
  if (length < 3) return false;
  // The text begins on the next line.
  while (isBlank(lexer->lookahead)) take(lexer);
  if (lexer->lookahead != '\n') return false;
  take(lexer);
  lexer->mark_end(lexer);
  scanner->length = length;
  lexer->result_symbol = FenceStart;
  return true;
}

static bool isValid(TSLexer *lexer, const bool *valid, enum Token token) {
  lexer->result_symbol = token;
  return valid[token];
}

void *tree_sitter_mlp_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }
void tree_sitter_mlp_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_mlp_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  buffer[0] = (char)(scanner->length & 0xFF);
  buffer[1] = (char)(scanner->length >> 8);
  return 2;
}

void tree_sitter_mlp_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  scanner->length = length < 2 ? 0 : (uint32_t)(unsigned char)buffer[0] | (uint32_t)(unsigned char)buffer[1] << 8;
}

bool tree_sitter_mlp_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  if (valid[FenceText] && scanner->length != 0) return inFence(scanner, lexer);
  if (valid[Never]) return false;

  bool newline = false;
  for (; isBlank(lexer->lookahead) || lexer->lookahead == '\n'; skip(lexer)) newline |= lexer->lookahead == '\n';
  if (lexer->lookahead == '<') return isValid(lexer, valid, FenceStart) && fenceStart(scanner, lexer);
  if (newline) return false;
  const int32_t c = lexer->lookahead;
  take(lexer);
  switch (c) {
    case '(': return isValid(lexer, valid, CallParen);
    case '[': return isValid(lexer, valid, IndexBracket);
    case '-': return lexer->lookahead != '>' && isValid(lexer, valid, Minus);
    default: return false;
  }
}

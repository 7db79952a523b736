// Where tree-sitter's own tools look for the scanner; its files stand beside grammar.js.

#include "../heredoc.c"
#include "../lexical.c"
#include "../scanner.c"

// Where tree-sitter's own tools look for the scanner; it stands beside grammar.js.

#include "../heredoc.c"
#include "../scanner.c"

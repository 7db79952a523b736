#include <optional>
#include <utility>

#include "analyzer/shell/tree_reader.h"

// Compound commands of the tree: groups, branches, loops, functions.

namespace plimsoll::script {

using Kind = Statement::Kind;

namespace {

bool is_frame(std::string_view type) {
  return type == "(" || type == ")" || type == "{" || type == "}" || type == "$(" || type == "`" ||
         type == "<(" || type == ">(" || type == "do" || type == "done" || type == "else" ||
         type == "$`";
}

Statement list_of(std::vector<Statement> parts) { return combine(Kind::List, std::move(parts)); }

}  // namespace

// What stands between the brackets or keywords of a node.
std::vector<Statement> TreeReader::contents(TSNode node) {
  Sequence sequence;
  for (const Child& child : children_of(node)) {
    if (is_frame(child.type)) continue;
    statement(child, sequence);
  }
  return assemble(std::move(sequence));
}

void TreeReader::compound(TSNode node, std::string_view type, Sequence& into) {
  Statement whole;
  whole.range = range_of(node);
  if (type == "subshell" || type == "compound_statement" || type == "do_group") {
    if (at(whole.range).starts_with("((")) {
      test(node, whole);
      return into.add(std::move(whole), text_);
    }
    whole.kind = type == "subshell" ? Kind::Subshell : Kind::Group;
    whole.children.push_back(list_of(contents(node)));
  } else if (type == "if_statement") {
    whole.kind = Kind::If;
    branches(node, whole);
  } else if (type == "while_statement") {
    loop(node, whole);
  } else if (type == "for_statement" || type == "c_style_for_statement") {
    for_loop(node, whole);
  } else if (type == "case_statement") {
    cases(node, whole);
  } else if (type == "function_definition") {
    return function(node, std::move(whole), into);
  } else {
    return unknown(whole.range, into);
  }
  into.add(std::move(whole), text_);
}

void TreeReader::branches(TSNode node, Statement& whole) {
  Sequence part;
  const auto close = [&] {
    whole.children.push_back(list_of(assemble(std::move(part))));
    part = Sequence();
  };
  bool open = false;  // inside a branch
  for (const Child& child : children_of(node)) {
    if (child.type == "if" || child.type == "elif") continue;
    if (child.type == "then") {
      close();
      open = true;
    } else if (child.type == "elif_clause") {
      if (open) close();
      open = false;
      branches(child.node, whole);
    } else if (child.type == "else_clause") {
      if (open) close();
      open = false;
      whole.children.push_back(list_of(contents(child.node)));
    } else if (child.type == "fi") {
      break;
    } else {
      statement(child, part);
    }
  }
  if (open) close();
}

void TreeReader::loop(TSNode node, Statement& whole) {
  whole.kind = Kind::Loop;
  Sequence condition;
  for (const Child& child : children_of(node)) {
    if (child.type == "while" || child.type == "until") continue;
    if (child.field == "body") {
      whole.children.push_back(list_of(assemble(std::move(condition))));
      whole.children.push_back(list_of(contents(child.node)));
      return;
    }
    statement(child, condition);
  }
  whole.kind = Kind::Unknown;
}

void TreeReader::for_loop(TSNode node, Statement& whole) {
  whole.kind = Kind::For;
  for (const Child& child : children_of(node)) {
    if (child.field == "variable") whole.name = std::string(at(range_of(child.node)));
    if (child.type == "in") whole.each_word = true;
    if (child.field == "value") {
      const Range range = range_of(child.node);
      add_word(range, whole);
    }
    if (child.field == "body") whole.children.push_back(list_of(contents(child.node)));
  }
  if (whole.children.empty()) whole.kind = Kind::Unknown;
}

void TreeReader::cases(TSNode node, Statement& whole) {
  whole.kind = Kind::Case;
  for (const Child& child : children_of(node)) {
    if (child.field == "value") add_word(range_of(child.node), whole);
    if (child.type != "case_item") continue;
    Sequence branch;
    bool open = false;
    for (const Child& part : children_of(child.node)) {
      if (open && part.field.empty()) statement(part, branch);
      if (part.type == ")") open = true;
    }
    whole.children.push_back(list_of(assemble(std::move(branch))));
  }
}

void TreeReader::function(TSNode node, Statement whole, Sequence& into) {
  whole.kind = Kind::Function;
  Sequence body;
  for (const Child& child : children_of(node)) {
    if (child.field == "name") whole.name = std::string(at(range_of(child.node)));
    if (child.field == "body") statement(child, body);
  }
  whole.children.push_back(list_of(assemble(std::move(body))));
  into.add(std::move(whole), text_);
}

}  // namespace plimsoll::script

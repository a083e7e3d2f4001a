# SPDX-License-Identifier: Apache-2.0
"""Reads C as this project writes it: functions, their statements, and the expressions in them.

It knows as much of C as mutants need. What it cannot read is left as it is, and counted.
"""

import dataclasses
import re

TOKEN = re.compile(r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.)*)
  | (?P<text>(?:u8|[uUL])?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<mark>->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\.\.\.|[][(){}.,;:?=<>!~+*/%&|^-])
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
# From the loosest to the tightest.
BINARY = [{"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<", ">", "<=", ">="}, {"<<", ">>"},
          {"+", "-"}, {"*", "/", "%"}]
TYPE_WORDS = {"const", "struct", "enum", "union", "unsigned", "signed", "char", "int", "long", "short", "void",
              "bool", "double", "float", "volatile", "static", "register", "extern", "thread_local"}
OPENING = {"(": ")", "[": "]", "{": "}"}


class NotRead(Exception):
    """This is C that the parser does not know."""


@dataclasses.dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclasses.dataclass
class Node:
    """An expression: its kind, operator and place in the text."""
    kind: str  # atom, unary, binary, condition, assign, call, list
    start: int
    end: int
    operator: str = ""
    kids: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Statement:
    """A statement; conditions and values are Nodes."""
    kind: str  # if, while, for, foreach, do, switch, return, expression, declaration, block, other
    start: int
    end: int
    value: Node = None
    kids: list = dataclasses.field(default_factory=list)
    type_text: str = ""


@dataclasses.dataclass
class Function:
    name: str
    type_text: str
    body: Statement


def read_tokens(text):
    tokens, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise NotRead(f"no token at {text[position:position + 20]!r}")
        if match.lastgroup != "space":
            tokens.append(Token(match.lastgroup, match.group(), match.start(), match.end()))
        position = match.end()
    return tokens


class Reader:
    """Walks the tokens of one source."""

    def __init__(self, text):
        self.text = text
        self.tokens = read_tokens(text)
        self.at = 0
        self.not_read = []

    # ---- tokens ----

    def peek(self, ahead=0):
        index = self.at + ahead
        return self.tokens[index].text if index < len(self.tokens) else ""

    def kind(self, ahead=0):
        index = self.at + ahead
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def take(self, wanted=None):
        if self.at >= len(self.tokens) or (wanted and self.peek() != wanted):
            raise NotRead(f"expected {wanted}, found {self.peek()}")
        self.at += 1
        return self.tokens[self.at - 1]

    def start(self):
        return self.tokens[self.at].start

    def end(self):
        return self.tokens[self.at - 1].end

    def find_match(self, index):
        """The index of the bracket that closes the one at index."""
        depth = 0
        for place in range(index, len(self.tokens)):
            text = self.tokens[place].text
            if text in OPENING:
                depth += 1
            elif text in OPENING.values():
                depth -= 1
                if depth == 0:
                    return place
        raise NotRead("a bracket that is not closed")

    # ---- functions ----

    def read_functions(self):
        begin = self.at
        while self.at < len(self.tokens):
            text = self.peek()
            if text == "{" and self.at and self.tokens[self.at - 1].text == ")":
                yield self.read_function(begin)
                begin = self.at
                continue
            self.at = self.find_match(self.at) + 1 if text in OPENING else self.at + 1
            if text == ";":
                begin = self.at

    def read_function(self, begin):
        name = next(index for index in range(begin, self.at)
                    if self.tokens[index].kind == "name" and self.tokens[index + 1].text == "("
                    and self.tokens[index].text not in ("__attribute__",))
        type_text = " ".join(token.text for token in self.tokens[begin:name])
        return Function(self.tokens[name].text, type_text, self.read_statement())

    # ---- statements ----

    def read_statement(self):
        begin, start, word = self.at, self.start(), self.peek()
        readers = {"{": self.read_block, "if": self.read_if, "while": self.read_while, "for": self.read_for,
                   "do": self.read_do, "switch": self.read_switch, "return": self.read_return}
        if word in readers:
            return readers[word](start)
        if word.endswith("_foreach"):
            return self.read_foreach(start)
        if word in ("case", "default") or (self.kind() == "name" and self.peek(1) == ":"):
            while self.take().text != ":":
                pass
            return Statement("other", start, self.end())
        if word in ("break", "continue", "goto", ";"):
            while self.take().text != ";":
                pass
            return Statement("other", start, self.end())
        try:
            return self.read_declaration(start) if self.is_declaration() else self.read_simple(start)
        except NotRead as error:
            self.at = begin
            return self.skip_statement(start, str(error))

    def skip_statement(self, start, why):
        while self.peek() != ";":
            self.at = self.find_match(self.at) + 1 if self.peek() in OPENING else self.at + 1
        self.take(";")
        self.not_read.append(f"{self.text[start:self.end()]}  ({why})")
        return Statement("other", start, self.end())

    def read_block(self, start):
        self.take("{")
        kids = []
        while self.peek() != "}":
            kids.append(self.read_statement())
        self.take("}")
        return Statement("block", start, self.end(), kids=kids)

    def read_if(self, start):
        self.take("if")
        self.take("(")
        value = self.read_expression()
        self.take(")")
        kids = [self.read_statement()]
        if self.peek() == "else":
            self.take()
            kids.append(self.read_statement())
        return Statement("if", start, self.end(), value, kids)

    def read_while(self, start):
        self.take("while")
        self.take("(")
        value = self.read_expression()
        self.take(")")
        return Statement("while", start, self.end(), value, [self.read_statement()])

    def read_for(self, start):
        self.take("for")
        close = self.find_match(self.at)
        self.take("(")
        while self.take().text != ";":
            pass
        value = None if self.peek() == ";" else self.read_expression()
        self.take(";")
        self.at = close + 1
        return Statement("for", start, self.tokens[close].end, value, [self.read_statement()])

    def read_foreach(self, start):
        """A macro that stands for the head of a loop."""
        self.take()
        self.at = self.find_match(self.at) + 1
        return Statement("foreach", start, self.end(), None, [self.read_statement()])

    def read_do(self, start):
        self.take("do")
        kids = [self.read_statement()]
        self.take("while")
        self.take("(")
        value = self.read_expression()
        self.take(")")
        self.take(";")
        return Statement("do", start, self.end(), value, kids)

    def read_switch(self, start):
        self.take("switch")
        self.at = self.find_match(self.at) + 1
        return Statement("switch", start, self.end(), None, [self.read_statement()])

    def read_return(self, start):
        self.take("return")
        value = None if self.peek() == ";" else self.read_expression()
        self.take(";")
        return Statement("return", start, self.end(), value)

    def is_declaration(self):
        if self.peek() in TYPE_WORDS:
            return True
        if self.kind() != "name":
            return False
        ahead = 1
        while self.peek(ahead) == "*":
            ahead += 1
        return self.kind(ahead) == "name" and self.peek(ahead + 1) in ("=", ";", ",", "[")

    def read_declaration(self, start):
        """The initialiser of the one variable that is declared is its value; static ones are constants."""
        begin = self.at
        while self.peek() not in ("=", ";"):
            self.at = self.find_match(self.at) + 1 if self.peek() in OPENING else self.at + 1
        type_text = " ".join(token.text for token in self.tokens[begin:self.at - 1])
        if self.peek() == ";" or "static" in type_text.split():
            while self.peek() != ";":
                self.at = self.find_match(self.at) + 1 if self.peek() in OPENING else self.at + 1
            self.take(";")
            return Statement("other", start, self.end())
        self.take("=")
        value = self.read_initialiser()
        while self.peek() == ",":
            while self.peek() != ";":
                self.at = self.find_match(self.at) + 1 if self.peek() in OPENING else self.at + 1
        self.take(";")
        return Statement("declaration", start, self.end(), value, type_text=type_text)

    def read_simple(self, start):
        value = self.read_expression()
        self.take(";")
        return Statement("expression", start, self.end(), value)

    # ---- expressions ----

    def read_initialiser(self):
        return self.read_list() if self.peek() == "{" else self.read_assignment()

    def read_list(self):
        start = self.take("{").start
        kids = []
        while self.peek() != "}":
            while self.peek() in (".", "["):
                self.at = self.at + 2 if self.peek() == "." else self.find_match(self.at) + 1
            if self.peek() == "=":
                self.take()
            kids.append(self.read_initialiser())
            if self.peek() == ",":
                self.take()
        self.take("}")
        return Node("list", start, self.end(), kids=kids)

    def read_expression(self):
        node = self.read_assignment()
        while self.peek() == ",":
            self.take()
            right = self.read_assignment()
            node = Node("list", node.start, right.end, kids=[node, right])
        return node

    def read_assignment(self):
        left = self.read_condition()
        if self.peek() not in ASSIGNMENTS:
            return left
        operator = self.take().text
        right = self.read_assignment()
        return Node("assign", left.start, right.end, operator, [left, right])

    def read_condition(self):
        test = self.read_binary(0)
        if self.peek() != "?":
            return test
        self.take()
        yes = self.read_expression()
        self.take(":")
        no = self.read_condition()
        return Node("condition", test.start, no.end, "?", [test, yes, no])

    def read_binary(self, level):
        if level == len(BINARY):
            return self.read_unary()
        left = self.read_binary(level + 1)
        while self.peek() in BINARY[level]:
            operator = self.take().text
            right = self.read_binary(level + 1)
            if operator in ("&&", "||") and left.kind == "binary" and left.operator == operator:
                left.kids.append(right)
                left.end = right.end
            else:
                left = Node("binary", left.start, right.end, operator, [left, right])
        return left

    def is_type_next(self):
        """Whether a parenthesis holds a type."""
        close = self.find_match(self.at)
        words = self.tokens[self.at + 1:close]
        if not words or any(token.kind != "name" and token.text not in ("*", "[", "]") for token in words):
            return False
        first = words[0].text
        return (first in TYPE_WORDS or first.endswith("_t") and len(words) == 1
                or words[-1].text == "*" or words[-1].text == "]" and first in TYPE_WORDS)

    def read_unary(self):
        start, text = self.start(), self.peek()
        if text in ("sizeof", "_Alignof"):
            self.take()
            if self.peek() == "(":
                self.at = self.find_match(self.at) + 1
            else:
                self.read_unary()
            return Node("atom", start, self.end())
        if text in ("!", "~", "-", "+", "&", "*", "++", "--"):
            self.take()
            kid = self.read_unary()
            return Node("unary", start, kid.end, text, [kid])
        if text == "(" and self.is_type_next():
            self.at = self.find_match(self.at) + 1
            if self.peek() == "{":
                kid = self.read_list()
                return self.read_postfix(Node("list", start, kid.end, kids=[kid]))
            kid = self.read_unary()
            return Node("unary", start, kid.end, "cast", [kid])
        return self.read_postfix(self.read_primary(start))

    def read_primary(self, start):
        if self.peek() == "(":
            self.take()
            kid = self.read_expression()
            self.take(")")
            return Node("unary", start, self.end(), "()", [kid])
        if self.kind() not in ("name", "number", "text"):
            raise NotRead(f"{self.peek()!r}")
        has_text = self.take() and self.tokens[self.at - 1].kind == "text"
        while self.kind() == "text" or (has_text and self.kind() == "name"):
            has_text = True
            self.take()
        return Node("atom", start, self.end())

    def read_postfix(self, node):
        while True:
            text = self.peek()
            if text == "(":
                kids = self.read_arguments()
                node = Node("call", node.start, self.end(), self.text[node.start:node.end], [node, *kids])
            elif text == "[":
                self.take()
                kid = self.read_expression()
                self.take("]")
                node = Node("list", node.start, self.end(), kids=[node, kid])
            elif text in (".", "->"):
                self.take()
                self.take()
                node = Node("list" if node.kids else "atom", node.start, self.end(), kids=[node] if node.kids else [])
            elif text in ("++", "--"):
                self.take()
                node = Node("unary", node.start, self.end(), "post" + text, [node])
            else:
                return node

    def read_arguments(self):
        close = self.find_match(self.at)
        self.take("(")
        kids = []
        while self.peek() != ")":
            if self.peek() in TYPE_WORDS:  # a macro that takes a type
                self.at = close
                break
            kids.append(self.read_assignment())
            if self.peek() == ",":
                self.take()
        self.take(")")
        return kids

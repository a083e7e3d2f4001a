# SPDX-License-Identifier: Apache-2.0
"""Makes mutants of a C source: each changes one thing, and all are compiled in at once.

What is changed
  an if                     is never taken; is always taken
  a loop                    is not entered; leaves out the last round (for i < n)
  an operand of && or ||    is taken for true or false, so that the rest decides (which is also what
                            swapping the two operators would do)
  the condition of ?:       is true; is false
  == and !=                 are swapped, where no condition as a whole is
  < <= > >=                 with or without equality; a constant beside them one further the other way
  +                         is -, and a difference is one more
  a bool                    that is returned or initialised is true; is false
  a returned constant       of an enumeration is its first, which is success or none
  a returned call           of a function with an enum tuf_result is made, and TUF_OK is returned
  a statement               that calls, assigns or counts is left out

Where an expression has no effects but its value, a test reaches its mutant only when the mutant's value differs there
(mutant.h): a test in which it never does says the same with the mutant as without, and need not be run.

What is not
  what to do without memory: conditions and guards with ..._NO_MEMORY, and those that look at a
  pointer just allocated; sizes in requests for memory. The allocation tests make each request fail
  and the sanitizers see sizes.
  in verify/, that a result that is not TUF_OK is passed on, in functions where nothing is decoded: what
  is wrong with data is a finding there, and a result says only that memory was lacking
  statements that only give back what was taken (free, close, clear, wipe)
  bounds of loops made larger: to read beyond an array is for the sanitizers
  tables and other constants outside functions
"""

import dataclasses
import hashlib
import re

import c_source

ALLOCATION = re.compile(r"\b(?:malloc|calloc|realloc|reallocarray|strn?dup|v?asprintf|fopen|fdopen\w*|opendir"
                        r"|\w*arena_(?:take|copy|format|vformat)\w*|\w+_new\w*|\w+_dup\w*|\w+_copy\w*|\w*format\w*"
                        r"|json_(?:array|object|string|integer|deep_copy)\w*)\s*\(")
GIVES_BACK = re.compile(r"^(?:free|\w+_(?:free|clear|close|decref|unlock|lock|destroy|clear_error|memzero|cleanse|release"
                        r"|drain|wipe)|close|closedir|fclose|va_start|va_end|va_copy|freelocale|munmap|\w+_(?:un)?lock)$")
CONSTANT = re.compile(r"^(?:[0-9]\w*|[A-Z][A-Z0-9_]+|U?INT(?:8|16|32|64|MAX)_C\([0-9]+\))$")
DECODES = re.compile(r"TUF_INVALID|_(?:parse|decode|read|load|verify|refuse)\w*\(|\b(?:parse|decode|read|refuse)\w*\(")
# By their names these calls have no effects: predicates, comparisons, searches.
PURE_CALL = re.compile(r"^(?:(?:\w+_)?(?:is|are|has|may|can|needs|equals?|same|counts?|find|names|admits|lists|matches"
                       r"|defines|starts|ends|fits|holds|permits|get|base|size|length|occurs|concerns|applies)(?:_\w+)?"
                       r"|tuf_time_compare|compare_(?:pins|files|entries|certificates|candidates|texts|definitions)"
                       r"|str(?:len|n?cmp|r?chr|n?casecmp|str|c?spn)|mem(?:cmp|chr|mem)|sizeof|S_IS\w+|U?INT\w+_C)$")
EFFECT = re.compile(r"\+\+|--|(?<![=!<>])=(?!=)")
RESULT = re.compile(r"result [!=]= TUF_OK")
ENUMERATOR = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")
RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
FURTHER = {"<": "- 1", "<=": "+ 1", ">": "+ 1", ">=": "- 1"}
LOOPS = ("while", "for", "do")


@dataclasses.dataclass
class Mutant:
    number: int
    file: str
    function: str
    change: str  # what stands there -> what the mutant has instead
    line: int
    is_left_out: bool = False
    mark: str = ""  # of the function and the mutants in it, see mark_function

    @property
    def key(self):
        return f"{self.file}: {self.function}: {self.change}"


class Maker:
    """Collects the mutants of one source, and its text with all of them compiled in."""

    def __init__(self, file, text, first):
        self.file, self.text, self.number = file, text, first
        self.all, self.edits, self.function, self.passes_on = [], [], None, False

    @property
    def mutants(self):
        return [mutant for mutant in self.all if not mutant.is_left_out]

    def make(self):
        reader = c_source.Reader(self.text)
        for function in reader.read_functions():
            self.function = function
            self.passes_on = self.file.startswith("verify/") and not DECODES.search(self.source(function.body))
            self.change_statement(function.body)
            self.mark_function()
        for source in reader.not_read:
            print(f"{self.file}: not read: {source}")
        return self.apply_edits()

    def mark_function(self):
        """What was found about a function holds while its text and its mutants are the same."""
        made = [mutant for mutant in self.mutants if mutant.function == self.function.name]
        text = "\n".join([self.source(self.function.body), *(mutant.change for mutant in made)])
        for mutant in made:
            mutant.mark = hashlib.sha256(text.encode()).hexdigest()[:12]

    def apply_edits(self):
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def source(self, node):
        return self.text[node.start:node.end]

    def add(self, node, what, new, is_left_out=False):
        """The number of a new mutant."""
        old = " ".join((what or self.source(node)).split())
        change = f"{old} -> {' '.join(new.split())}"
        same = sum(1 for mutant in self.all
                   if mutant.function == self.function.name and mutant.change.split(" #")[0] == change)
        if same:
            change += f" #{same + 1}"
        if RESULT.fullmatch(self.source(node)):
            is_left_out = self.passes_on
        self.all.append(Mutant(self.number, self.file, self.function.name, change,
                               self.text.count("\n", 0, node.start) + 1, is_left_out))
        self.number += 1
        return self.number - 1

    @staticmethod
    def alive(number):
        """C that is true while a mutant is alive; whatever runs it reaches the mutant."""
        return f"tufcheck_is_mutant({number})"

    def hold(self, node, number, other, rendered):
        """A condition that a mutant makes true or false; without effects it is reached where that makes a difference."""
        if self.is_pure(node):
            return f"tufcheck_held({number}, {int(other)}, ({rendered}) ? 1 : 0)"
        return f"({self.alive(number)} || ({rendered}))" if other else f"(!{self.alive(number)} && ({rendered}))"

    def put_instead(self, node, number, new, rendered):
        """An expression in whose place a mutant has a new one."""
        alive = self.alive(number)
        if self.is_pure(node):
            alive = f"TUFCHECK_DIFFERS({number}, ({self.source(node)}) != ({new}))"
        return f"({alive} ? ({new}) : ({rendered}))"

    def is_no_memory(self, node):
        return "_NO_MEMORY" in self.source(node)

    def is_pure(self, node):
        """Whether to evaluate it once more, or not at all, makes no difference by itself."""
        text = re.sub(r"(?<=[{,])\s*\.\w+\s*=", " ", self.source(node))
        text = re.sub(r'"(?:[^"\\\\]|\\\\.)*"|\'(?:[^\'\\\\]|\\\\.)*\'', '""', text)
        return not EFFECT.search(text) and all(PURE_CALL.match(name) for name in re.findall(r"\b([A-Za-z_]\w*)\s*\(", text))

    # ---- statements ----

    def change_statement(self, statement, before=None):
        changers = {"if": self.change_if, "return": self.change_return, "expression": self.change_simple,
                    "declaration": self.change_declaration}
        if statement.kind in changers:
            changers[statement.kind](statement, before)
        elif statement.kind in LOOPS and statement.value:
            self.edit(statement.value, self.change_loop(statement))
        if statement.kind in ("return", "expression"):
            return
        previous = None
        alone = statement.kind == "if" and len(statement.kids) == 1
        for kid in statement.kids:
            if alone and self.is_single(kid):
                self.change_guarded(kid)
            else:
                self.change_statement(kid, previous)
            previous = kid

    @staticmethod
    def is_single(statement):
        kids = statement.kids if statement.kind == "block" else [statement]
        return len(kids) == 1 and kids[0].kind in ("return", "expression")

    def change_guarded(self, statement):
        """All that an if does: that the if is never taken says already that it is left out."""
        node = (statement.kids[0] if statement.kind == "block" else statement).value
        if node:
            self.edit(node, self.render(node))

    def edit(self, node, new):
        if new != self.source(node):
            self.edits.append((node.start, node.end, new))

    def is_memory_guard(self, statement, before):
        """if (!pointer) after an allocation, or anything that ends in ..._NO_MEMORY."""
        guarded = self.source(statement.kids[0])
        if "_NO_MEMORY" in guarded:
            return True
        test = self.source(statement.value)
        tested = re.fullmatch(r"!\s*([\w.>*\[\]-]+)", test)
        return bool(tested and before and ALLOCATION.search(self.source(before))
                    and tested.group(1).split("->")[0].split(".")[0] in self.source(before))

    def change_if(self, statement, before):
        if self.is_memory_guard(statement, before):
            return
        if ALLOCATION.search(self.source(statement.value)) and "!" in self.source(statement.value):
            return
        self.edit(statement.value, self.choose(statement.value, "if (%s)" % self.source(statement.value)))

    def choose(self, node, what):
        """A condition that is also false, and also true."""
        never = self.add(node, what, "false")
        always = self.add(node, what, "true")
        rendered = self.render(node, True)
        if self.is_pure(node):
            return f"tufcheck_chosen({never}, {always}, ({rendered}) ? 1 : 0)"
        return f"!{self.alive(never)} && ({self.alive(always)} || ({rendered}))"

    def change_loop(self, statement):
        node = statement.value
        if self.source(node) in ("true", "1"):
            return self.source(node)
        rendered = self.render(node, True, True)
        if statement.kind == "do":
            return self.hold(node, self.add(node, "do while (%s)" % self.source(node), "once"), False, rendered)
        if statement.kind == "for" and node.kind == "binary" and node.operator == "<":
            left, right = map(self.source, node.kids)
            last = self.add(node, f"for ({self.source(node)})", f"{left} + 1 < {right}")
            rendered = f"{self.alive(last)} ? (({left}) + 1 < ({right})) : ({rendered})"
        never = self.add(node, f"{statement.kind} ({self.source(node)})", "false")
        return self.hold(node, never, False, rendered)

    def change_return(self, statement, _):
        node = statement.value
        if not node or self.is_no_memory(node):
            return
        text, type_text = self.source(node), self.function.type_text.split()
        if text in ("true", "false"):
            other = "false" if text == "true" else "true"
            self.edit(node, f"{self.alive(self.add(node, 'return ' + text, other))} ? {other} : {text}")
        elif "bool" in type_text and "*" not in type_text:
            self.edit(node, self.choose(node, "return " + text))
        elif ENUMERATOR.match(text) and "enum" in type_text and not text.endswith(("_OK", "_NONE")):
            first = "TUF_OK" if "tuf_result" in type_text else "0"
            self.edit(node, f"{self.alive(self.add(node, 'return ' + text, first))} ? {first} : {text}")
        elif node.kind == "call" and "tuf_result" in type_text:
            rendered = self.render(node)
            number = self.add(node, "return " + text, "TUF_OK", self.passes_on)
            self.edit(node, f"tufcheck_returned({number}, {rendered})")
        else:
            self.edit(node, self.render(node))

    def change_declaration(self, statement, _):
        node = statement.value
        if "bool" in statement.type_text.split() and "*" not in statement.type_text and node.kind != "list" \
                and self.source(node) not in ("true", "false"):
            self.edit(node, self.choose(node, None))
        else:
            self.edit(node, self.render(node))

    def change_simple(self, statement, _):
        node = statement.value
        rendered = self.render(node)
        called = node
        while called.kind == "unary" and called.operator == "cast":
            called = called.kids[0]
        calls = called.kind == "call"
        counts = node.kind == "unary" and node.operator in ("++", "--", "post++", "post--")
        if (calls and not GIVES_BACK.match(called.operator)) or node.kind == "assign" or counts:
            if not ALLOCATION.search(self.source(node)):
                alive = self.alive_where_it_assigns(node, self.add(node, None, "nothing"))
                self.edits.append((statement.start, statement.end, f"{{ if (!{alive}) {{ {rendered}; }} }}"))
                return
        self.edit(node, rendered)

    def alive_where_it_assigns(self, node, number):
        """A value that stands there already need not be assigned."""
        if node.kind != "assign" or node.operator != "=" or not all(map(self.is_pure, node.kids)) \
                or node.kids[1].kind == "call":
            return self.alive(number)
        left, right = map(self.source, node.kids)
        return f"TUFCHECK_DIFFERS({number}, TUFCHECK_ASSIGNS({left}, ({right})))"

    # ---- expressions ----

    def render(self, node, is_condition=False, is_loop=False):
        """The text of an expression with its mutants. Of a condition, its whole has mutants already."""
        if self.is_no_memory(node) and node.kind == "binary" and node.operator in ("==", "!="):
            return self.source(node)
        if node.kind == "unary" and node.operator == "()":
            return f"({self.render(node.kids[0], is_condition, is_loop)})"
        if node.kind == "binary":
            return self.render_binary(node, is_condition, is_loop)
        if node.kind == "condition":
            test, yes, no = node.kids
            return f"({self.choose(test, self.source(test) + ' ?')}) ? {self.render(yes)} : {self.render(no)}"
        if node.kind == "call" and ALLOCATION.match(node.operator + "("):
            return self.source(node)
        return self.splice(node, [(kid, self.render(kid)) for kid in node.kids])

    def splice(self, node, rendered):
        text, position = "", node.start
        for kid, new in rendered:
            text += self.text[position:kid.start] + new
            position = kid.end
        return text + self.text[position:node.end]

    def render_binary(self, node, is_condition, is_loop):
        operator = node.operator
        if operator in ("&&", "||"):
            return self.splice(node, [(kid, self.render_operand(kid, operator, is_loop)) for kid in node.kids])
        rendered = self.splice(node, [(kid, self.render(kid)) for kid in node.kids])
        left, right = map(self.source, node.kids)
        if operator in RELATIONS and not is_loop:
            return self.render_relation(node, left, right, rendered)
        if operator in ("==", "!=") and not is_condition:
            return self.swap(node, left, "!=" if operator == "==" else "==", right, rendered)
        if operator == "+" and '"' not in left + right:
            return self.swap(node, left, "-", right, rendered)
        if operator == "-":  # of pointers perhaps, which have no sum
            alive = self.alive(self.add(node, None, f"{left} - {right} + 1"))
            return f"({alive} ? ({left} - {right} + 1) : ({rendered}))"
        return rendered

    def swap(self, node, left, operator, right, rendered):
        number = self.add(node, None, f"{left} {operator} {right}")
        return self.put_instead(node, number, f"{left} {operator} {right}", rendered)

    def render_operand(self, kid, operator, is_loop):
        rendered = self.render(kid, True, is_loop)
        if self.is_no_memory(kid):
            return rendered
        if operator == "&&":
            return self.hold(kid, self.add(kid, "&& " + self.source(kid), "true"), True, rendered)
        return self.hold(kid, self.add(kid, "|| " + self.source(kid), "false"), False, rendered)

    def render_relation(self, node, left, right, rendered):
        flipped = self.swap(node, left, RELATIONS[node.operator], right, rendered)
        if not CONSTANT.match(right):
            return flipped
        number = self.add(node, None, f"{left} {node.operator} {right} {FURTHER[node.operator]}")
        return self.put_instead(node, number, f"{left} {node.operator} ({right} {FURTHER[node.operator]})", flipped)

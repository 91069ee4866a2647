"""The groups of a random pipeline: conditions, loops, exit handlers, and what they yield."""
from components import Component
from forms import LISTS, is_artifact, is_list, literal
from options import Options
from values import Body, Value, fits

INSIDE = ["task", "task", "if", "for", "call", "importer", "watch"]


class Groups:
    """The part of `Pipeline` that writes groups."""

    def statements(self, body, kinds):
        for _ in range(self.r.randint(1, 4 if body.depth < 2 else 2)):
            kind = self.r.choice(kinds if body.depth < 3 else ["task"])
            getattr(self, {"if": "conditional", "for": "loop", "try": "handler"}.get(kind, kind))(body)
        # A group that contains only groups has an empty list of tasks, which the SDK treats as a special case.
        if not body.units or self.r.random() < 0.3:
            self.task(body)

    # ---- conditions

    def condition(self, body):
        left = [v for v in body.scope if v.comparable]
        if not left:
            return None
        left = self.r.choice(left)
        right = None
        if self.r.random() < 0.4:
            right = self.r.choice([v for v in body.scope if v.comparable and v.kind == left.kind and v != left] or [None])
            # AVOIDED: the SDK's specification cannot compare two items with each other. Python asks a choice first,
            # whichever side it is on, so the SDK reverses the comparison.
            if right is not None and ("item" in (left.role, right.role) or right.role == "choice"):
                right = None
        if right is None:
            right = self.constant(left.kind)
            if left.kind == "string":  # AVOIDED: the SDK does not escape strings in conditions
                word = self.r.choice(["a", "it is", "0", "", "é"])
                right = Value("string", literal(word), repr(word), "const")
        signs = ["==", "!="] if left.kind in ("string", "bool") else ["==", "!=", "<", "<=", ">", ">="]
        sign = self.r.choice(signs)
        return "%s %s %s" % (left.ours, sign, right.ours), "%s %s %s" % (left.python, sign, right.python)

    def shown(self, share=0.15):
        """A display name for a group: as a setting, and as an argument in Python."""
        return ('display_name: "Shown name"', "Shown name") if self.r.random() < share else (None, None)

    def conditional(self, body):
        count = self.r.choice([1, 1, 2, 2, 3, 4])
        has_else = count > 1  # AVOIDED: in the SDK, `else if` without `else` swallows the groups after it
        heads = []
        for index in range(count):
            heads.append(None if has_else and index == count - 1 else self.condition(body))
        if any(h is None for h in heads[:count - 1 if has_else else count]):
            return
        name, branches, marks = self.fresh(), [], []
        for index, head in enumerate(heads):
            inner = Body(body, group="if")
            setting, shown = self.shown() if count == 1 else (None, None)
            label = ", name=%r" % shown if shown else ""
            self.line(body, ("let %s = if %s {" % (name, head[0]) if index == 0 else
                             "} else if %s {" % head[0] if head else "} else {"),
                      ("with dsl.If(%s%s):" % (head[1], label) if index == 0 else
                       "with dsl.Elif(%s):" % head[1] if head else "with dsl.Else():"))
            if setting:
                self.line(inner, setting, None)
            self.statements(inner, INSIDE)
            branches.append(inner)
            marks.append(len(self.ours))
        self.line(body, "}", None)
        if count == 1:
            self.perhaps(body, name, branches[0], marks[0])
        else:
            self.choices(body, name, branches, marks)

    def perhaps(self, body, name, branch, mark):
        """What a branch without `else` yields: it can only be passed out of a loop."""
        found = [v for v in branch.own if v.kind in ("int", "string", "Dataset") and v.role == "output"]
        if not found or "for" not in body.groups or self.r.random() < 0.4:
            self.ungroup(name)
            return
        pick = self.r.choice(found)
        self.ours.insert(mark, "  " * (branch.indent + 1) + "yield " + pick.ours)
        body.perhaps.append(Value(pick.kind, name, pick.python, "output"))

    def choices(self, body, name, branches, marks):
        """What all branches yield."""
        if self.r.random() < 0.3:
            self.ungroup(name)
            return
        # AVOIDED: an output of a task that is nested deeper than the branch (the SDK gives it another name).
        made = [[v for v in b.own if v.role == "output"] for b in branches]
        kinds = [k for k in sorted({v.kind for v in made[0]}) if all(any(v.kind == k for v in b) for b in made)]
        kinds = [k for k in kinds if k in ("int", "string", "Dataset", "Model", "float", "bool")]
        if not kinds:
            self.ungroup(name)
            return
        kinds = self.r.sample(kinds, min(len(kinds), self.r.choice([1, 1, 2, 3])))
        single = len(kinds) == 1 and self.r.random() < 0.6
        picks = [[self.r.choice([v for v in b if v.kind == k]) for b in made] for k in kinds]
        for index in reversed(range(len(branches))):
            if single:
                text = picks[0][index].ours
            else:
                text = "{ %s }" % ", ".join("y%d: %s" % (n, p[index].ours) for n, p in enumerate(picks))
            self.ours.insert(marks[index], "  " * (branches[index].indent + 1) + "yield " + text)
        order = list(enumerate(kinds))
        self.r.shuffle(order)
        for n, kind in order:
            ours = name if single else "%s.y%d" % (name, n)
            python = "dsl.OneOf(%s)" % ", ".join(v.python for v in picks[n])
            if not body.groups and self.r.random() < 0.4:
                body.returnable.append(Value(kind, ours, python, "choice"))
                continue
            theirs = self.fresh()
            self.line(body, None, "%s = %s" % (theirs, python))
            value = Value(kind, ours, theirs, "choice")
            # It is used at once: the SDK numbers choices in the order of their first use.
            self.use(body, value)
            body.add(value)
            if not body.groups:
                body.returnable.append(value)

    def ungroup(self, name):
        """Withdraws the name of a group that nothing uses."""
        for index in reversed(range(len(self.ours))):
            if "let %s = " % name in self.ours[index]:
                self.ours[index] = self.ours[index].replace("let %s = " % name, "")
                return

    def use(self, body, value):
        """A task that takes a value."""
        wanted = [(c, p) for c in self.components for p in c.inputs if fits(value, p.kind) and not p.optional]
        wanted = [(c, p) for c, p in wanted if all(not o.required or o is p for o in c.inputs)]
        component, port = self.r.choice(wanted)
        self.task(body, component, [(port.name, value)])

    # ---- loops

    def items(self, body):
        """What a loop iterates over and the values that its items provide, or None."""
        item = self.fresh()

        def fields(names, role, kind="int"):
            return [Value(kind, "%s.%s" % (item, f), "%s.%s" % (item, f), role) for f in names]

        raw = {"ints": "int", "floats": "float", "flags": "bool", "strings": "string"}
        # AVOIDED: as in `Body`
        kind = self.r.choice(["raw ints", "raw floats", "raw flags", "raw strings", "ints", "strings", "rows", "ints", "cast",
                              "tree", "artifacts"] + ([] if body.groups else ["raw rows", "raw tree"]))
        if kind == "raw rows":
            return self.constant("rows"), item, fields("ab", "raw field")
        if kind == "raw tree":
            return self.constant("tree"), item, fields(["title"], "raw field", "string")
        if kind.startswith("raw "):
            return (self.constant(kind[4:]) if kind != "raw strings" else
                    (lambda words: Value("strings", literal(words), repr(words), "const"))(
                        [self.r.choice(["a", "b c", "é", '"q"']) for _ in range(2)])), item, \
                [Value(raw[kind[4:]], item, item, "item")]
        wanted = {"cast": ["list"], "artifacts": ["Dataset[]", "Model[]"]}.get(kind, [kind])
        # AVOIDED: an inner loop over the list of an outer one hides the outer item in the SDK.
        found = [v for v in body.scope if v.kind in wanted and v.role in ("input", "output") and not v.optional
                 and v.python not in self.looped]
        if not found:
            return None
        source = self.r.choice(found)
        if kind == "artifacts":
            return source, item, [Value(source.kind[:-2], item, item, "item")]
        if kind == "rows":
            return source, item, fields("ab", "field")
        if kind == "tree":
            source = Value("tree", "cast[list[Tree]](%s)" % source.ours, source.python, source.role)
            return source, item, fields(["title"], "field", "string")
        if kind == "cast":
            cast = Value("strings", "cast[list[string]](%s)" % source.ours, source.python, source.role)
            return cast, item, [Value("string", item, item, "item")]
        return source, item, [Value(raw[kind], item, item, "item")]

    def loop(self, body):
        found = self.items(body)
        if found is None:
            return
        source, item, values = found
        parallelism = self.r.choice([None, None, 1, 7])
        setting, shown = self.shown()
        name = self.fresh()
        self.line(body, "let %s = for %s in %s {" % (name, item, source.ours),
                  "with dsl.ParallelFor(%s, parallelism=%r%s) as %s:" % (
                      source.python, parallelism, ", name=%r" % shown if shown else "", item))
        inner = Body(body, values, "for")
        # AVOIDED: in the SDK, the list itself does not reach the groups of a loop over it.
        inner.scope = [v for v in inner.scope if v.python != source.python]
        if parallelism:
            self.line(inner, "parallelism: %d" % parallelism, None)
        if setting:
            self.line(inner, setting, None)
        self.looped.append(source.python)
        # AVOIDED: the SDK does not pass in a list that only a loop reads, and no task in it.
        for value in values:
            self.use(inner, value)
        # AVOIDED: in the SDK, the fields of a constant item all have the type of the first one.
        if source.kind == "tree" and source.role != "const" and self.r.random() < 0.6:
            self.branch(inner, item)
        self.statements(inner, INSIDE)
        self.looped.pop()
        self.collected(body, inner, name)

    def branch(self, body, outer):
        """A loop over a list in an item."""
        item = self.fresh()
        self.line(body, "for %s in %s.xs {" % (item, outer), "with dsl.ParallelFor(%s.xs) as %s:" % (outer, item))
        # AVOIDED: inside it the SDK does not find the item of the outer loop.
        inner = Body(body, [Value("string", item, item, "item")], "for")
        inner.scope = [v for v in inner.scope if not v.python.startswith(outer + ".")]
        self.use(inner, inner.scope[-1])
        self.line(body, "}", None)

    def collected(self, body, inner, name):
        """What the loop yields, including values from nested loops."""
        picks = []
        for kind in ("int", "string", "Dataset", "Model"):
            found = [v for v in inner.own + inner.perhaps if v.kind == kind and v.role == "output"]
            if found and self.r.random() < 0.4:
                picks.append(self.r.choice(found))
        lists = [v for v in inner.collected if self.r.random() < 0.6]
        picks += lists
        if not picks:
            self.ungroup(name)
            self.line(body, "}", None)
            return
        single = len(picks) == 1 and self.r.random() < 0.6
        fields = ", ".join("c%d: %s" % (n, p.ours) for n, p in enumerate(picks))
        self.line(inner, "yield " + (picks[0].ours if single else "{ %s }" % fields), None)
        self.line(body, "}", None)
        for n, pick in enumerate(picks):
            # Lists of parameters from nested loops are plain lists.
            nested = pick in lists
            kind = "list" if nested and not is_artifact(pick.kind) else LISTS.get(pick.kind, pick.kind + "[]")
            if nested and is_artifact(pick.kind):
                kind = pick.kind
            theirs = pick.python if nested else "dsl.Collected(%s)" % pick.python
            value = Value(kind, name if single else "%s.c%d" % (name, n), theirs, "list")
            if "for" in body.groups and not nested and self.r.random() < 0.5:
                body.collected.append(value)  # passed on by the loop around it
                continue
            self.use(body, value)
            if self.r.random() < 0.4:
                self.use(body, value)
            if not body.groups and (not is_list(kind) or is_artifact(kind)):
                body.returnable.append(value)

    # ---- exit handlers

    def handler(self, body):
        texts = [v for v in body.scope if v.kind == "string" and v.role == "input" and not v.optional]
        message = self.r.choice(texts + [self.constant("string")])
        last, group = self.fresh(), self.fresh()
        options = Options(self.r, last, Body(), self.pods)
        options.retry()
        options.environment()
        # A pipeline as the task that runs at the end.
        nested = [p for p in self.nested if p.name.startswith("last_")]
        callee = self.r.choice(nested) if nested and self.r.random() < 0.5 else Component("fin", [])
        if callee in nested:
            options = Options(self.r, last, Body(), self.pods)
        status = ", status: final_status" if callee not in nested else ""
        self.line(body, None, "%s = %s(m=%s)" % (last, callee.name, message.python))
        for statement in options.python:
            self.line(body, None, statement)
        setting, shown = self.shown(0.3)
        self.line(body, "let %s = try {" % group,
                  "with dsl.ExitHandler(%s%s) as %s:" % (last, ", name=%r" % shown if shown else "", group))
        inner = Body(body, group="try")
        if setting:
            self.line(inner, setting, None)
        self.statements(inner, INSIDE)
        braces = " { %s }" % ", ".join(options.ours) if options.ours else ""
        self.line(body, "} finally {", None)
        self.line(inner, "%s(m: %s%s)%s" % (callee.name, message.ours, status, braces), None)
        self.line(body, "}", None)
        self.ungroup(group)

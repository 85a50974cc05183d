# SPDX-License-Identifier: MIT
"""A measure in Python that misbehaves in the way its parameter "fault" says: what the runtime below it must withstand."""

import gc

import waymark


class Faulty(waymark.Measure):
    description = {
        "id": "org.waymark.test.faulty_python",
        "version": "1.0.0",
        "title": "Faulty in Python",
        "inputs": [{"name": "marks", "columns": [{"name": "day", "type": "date"}, {"name": "code", "type": "category", "nullable": True}]}],
        "indicators": [
            {"id": "marks", "kind": "count", "title": "Marks", "definition": "rows", "source": "none"},
            {"id": "coded", "kind": "proportion", "title": "Coded", "definition": "any", "source": "none"}],
        "exclusions": [{"id": "no_rows", "title": "no row"}],
        "findings": [{"id": "uncoded", "title": "rows without a code"}],
    }

    def open(self, parameters):
        self.fault = parameters.get("fault", "none")
        if self.fault == "bad_parameter":
            raise waymark.BadParameter("rate must be above 0")
        if self.fault == "raise_open":
            raise ValueError("before any row was seen")

    def rows(self, name, batch):
        act = getattr(self, "rows_" + self.fault, None)
        if act:
            act(batch)
        super().rows(name, batch)

    def answer(self, case, out):
        act = getattr(self, "answer_" + self.fault, None)
        if act:
            act(case, out)
        else:
            out.add("marks", case.periods[0], len(case.rows["marks"]))

    # While rows are read.
    def rows_raise_value(self, batch):
        raise ValueError("the day is " + str(batch["day"][0]))

    def rows_bad_input(self, batch):
        raise waymark.BadInput("marks of two registers in one table")

    def rows_missing_column(self, batch):
        batch["mark"]

    def rows_keep_view(self, batch):
        self.kept = memoryview(batch["day"])

    def rows_ended_view(self, batch):
        self.kept = batch["day"]

    def answer_ended_view(self, case, out):
        self.kept[0]

    def rows_ended_batch(self, batch):
        self.kept = batch

    def answer_ended_batch(self, case, out):
        self.kept.values("day")

    def rows_write_view(self, batch):
        batch["day"][0] = 0

    def rows_recursion(self, batch):
        self.rows_recursion(batch)

    def rows_deep_data(self, batch):
        nested = []
        for _ in range(10_000_000):
            nested = [nested]
        del nested

    def rows_memory(self, batch):
        self.kept = []
        while True:
            self.kept.append(bytes(1 << 20))

    def rows_hang(self, batch):
        while True:
            pass

    def rows_open_file(self, batch):
        open("/etc/hostname")

    def rows_open_below(self, batch):
        import _io
        _io.open("/etc/hostname")

    def rows_thread(self, batch):
        import _thread
        _thread.start_new_thread(print, ())

    def rows_leave(self, batch):
        raise SystemExit(0)

    def rows_import_os(self, batch):
        import os  # noqa: F401

    def rows_import_ctypes(self, batch):
        import ctypes  # noqa: F401

    def rows_print(self, batch):
        print("rows were read")

    def rows_trace_rows(self, batch):
        try:
            raise KeyError(batch["day"][0])
        except KeyError as inner:
            raise waymark.BadParameter("hidden") from inner

    def rows_gc_walk(self, batch):
        for one in gc.get_objects():
            repr(type(one))

    # While answering.
    def answer_not_a_number(self, case, out):
        out.add("coded", case.periods[0], float("nan"))

    def answer_odd_indicator(self, case, out):
        out.add("remarks", case.periods[0], 1)

    def answer_odd_period(self, case, out):
        out.add("marks", 7, 1)

    def answer_odd_state(self, case, out):
        out.add("marks", case.periods[0], 1, state=99)

    def answer_negative_people(self, case, out):
        out.add("marks", case.periods[0], 1, people=-1)

    def answer_odd_type(self, case, out):
        out.add("marks", case.periods[0], "many")

    def answer_huge_people(self, case, out):
        out.add("marks", case.periods[0], 1, people=1 << 70)

    def answer_swallow(self, case, out):
        try:
            out.add("marks", 7, 1)
        except RuntimeError:
            pass

    def answer_late(self, case, out):
        kept = getattr(self, "kept", None)
        if kept:
            kept.add("marks", case.periods[0], 1)
        self.kept = out
        out.add("marks", case.periods[0], 1)

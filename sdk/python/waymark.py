# SPDX-License-Identifier: MIT
"""What a measure in Python stands on: derive one class from Measure, give it `description`, answer for cases.

Days are whole numbers from 1970-01-01 on, as everywhere at the border; None is what is not known.
"""

import json
import sys
from collections import namedtuple

import _waymark

ALL = 0xFFFFFFFF
NO_DAY = -(2**31)
FAR_PAST, FAR_FUTURE = -(2**31) + 1, 2**31 - 1
OBSERVED, MISSING, NOT_DUE, NOT_APPLICABLE, SUPPRESSED_AT_SOURCE, UNAVAILABLE, ROUNDS_TO_ZERO, PROVISIONAL = range(8)
DAY, WEEK, MONTH, HALF_TERM, TERM, ACADEMIC_YEAR, QUARTER, FINANCIAL_YEAR, CALENDAR_YEAR, WINDOW = range(10)

_shown = False  # rows were handed over: from now on a message may hold their values


class BadInput(Exception):
    """The rows cannot be used; the message says why, without values of rows."""


class BadParameter(Exception):
    """A parameter cannot be used; the message says which."""


class Misuse(Exception):
    """What this module offers was used in a way that cannot be; the message holds no values of rows."""


class _Output:
    """Where print() goes: to the measure's log, as with any plugin that writes to standard output."""

    def write(self, text):
        _waymark.write(text)
        return len(text)

    def flush(self):
        pass


class Period(namedtuple("Period", "index grain year ordinal basis first last flags")):
    """A period of the run; `first` and `last` are inclusive days, None where there are no such days."""

    def contains(self, day):
        return self.first is not None and self.first <= day <= self.last

    def overlaps(self, first, last):
        return self.first is not None and self.first <= last and first <= self.last


Calendar = namedtuple("Calendar", "first last as_of periods asked")


class Case:
    """A person's spell with a service; `rows` maps each input to its rows, named tuples, as far as they are kept."""

    __slots__ = ("number", "person", "service", "calendar", "start", "end", "columns", "windows", "rows")

    @property
    def periods(self):
        """The asked periods with the days they have for this case."""
        if self.windows is None:
            return [one for one in self.calendar.asked if one.grain != WINDOW]
        windows = iter(range(0, len(self.windows), 2))
        days = {one.index: self.windows[at : at + 2] for one in self.calendar.periods if one.grain == WINDOW for at in [next(windows)]}
        return [one._replace(first=days[one.index][0], last=days[one.index][1]) if one.grain == WINDOW else one for one in self.calendar.asked]


class Answer:
    """What is said of one case; names are ids of the description."""

    def __init__(self, measure, sink, case):
        self._measure, self._sink, self._case = measure, sink, case

    def add(self, indicator, period, a, b=1, *, people=1, units=1, state=OBSERVED, series=0, strata=()):
        """A contribution; abi.h tells what a and b mean for each kind of indicator."""
        self._sink.contribute(self._measure._index("indicators", indicator), series, _index_of(period), self._case.number, a, b, people, units, state, strata)

    def exclude(self, reason, period=None, indicator=None):
        place = ALL if indicator is None else self._measure._index("indicators", indicator)
        self._sink.exclude(place, self._case.number, _index_of(period), self._measure._index("exclusions", reason))

    def finding(self, code, count, of=0, period=None):
        self._sink.finding(self._measure._index("findings", code), self._case.number, _index_of(period), count, of)


class Measure:
    """One instance of a measure. Override answer(), and rows() to add up instead of keeping each row."""

    description = {}

    def open(self, parameters):
        """Called first; `parameters` as the configuration gives them."""

    def rows(self, name, batch):
        """Rows of the input `name`: batch["column"] is a memoryview, batch.values("column") a list. Keeps them."""
        row = self._row_types[name]
        for number, values in zip(batch["case"], zip(*(batch.values(column) for column in row._fields))):
            self._cases[number].rows[name].append(row._make(values))

    def answer(self, case, out):
        raise NotImplementedError("answer() is not written yet")

    def case(self, number):
        return self._cases[number]

    def _index(self, kind, name):
        try:
            return self._places[kind][name]
        except KeyError:
            raise Misuse(f"the description has none of its {kind} by that name; it has {', '.join(self._places[kind]) or 'none'}") from None

    def _prepare(self, calendars):
        self._calendars = calendars
        self._cases = {}
        self._row_types = {one["name"]: _row_type(one) for one in self.description["inputs"]}
        self._names = list(self._row_types)
        self._places = {kind: {one["id"]: at for at, one in enumerate(self.description.get(kind, ()))} for kind in ("indicators", "exclusions", "findings")}
        self._columns = [one["name"] for one in self.description.get("case_columns", ())]
        self._has_windows = any(one.grain == WINDOW for one in calendars[0].periods)

    def take_cases(self, batch):
        _mark_shown()
        own = [batch.values(name) for name in self._columns]
        windows = batch.values("windows") if self._has_windows else [None] * len(batch)
        lead = [batch.values(name) for name in ("case", "person", "service", "calendar", "start", "end")]
        for at, (number, person, service, calendar, start, end) in enumerate(zip(*lead)):
            case = self._cases[number] = Case()
            case.number, case.person, case.service, case.calendar = number, person, service, self._calendars[calendar]
            case.start = FAR_PAST if start is None else start
            case.end = FAR_FUTURE if end is None else end
            case.columns = dict(zip(self._columns, (one[at] for one in own)))
            case.windows = windows[at] or ((None,) * 2 * sum(one.grain == WINDOW for one in case.calendar.periods) if self._has_windows else None)
            case.rows = {name: [] for name in self._names}

    def take_rows(self, batch):
        self.rows(self._names[batch.table], batch)

    def answer_case(self, sink, number):
        case = self._cases.pop(number)
        self.answer(case, Answer(self, sink, case))


sys.stdout = sys.stderr = _Output()


def _mark_shown():
    global _shown
    _shown = True


def _row_type(declared):
    lead = [word for word, member in (("unit", "unit"), ("period", "aggregate")) if declared.get(member)]
    return namedtuple("Row", lead + [column["name"] for column in declared["columns"]])


def _index_of(period):
    return ALL if period is None else period if isinstance(period, int) else period.index


def _class_in(source, file):
    names = {"__name__": file.removesuffix(".py"), "__builtins__": __builtins__}
    exec(compile(source, file, "exec", dont_inherit=True), names)  # anew for each instance: no state is shared
    found = [one for one in names.values() if isinstance(one, type) and issubclass(one, Measure) and one is not Measure]
    if len(found) != 1:
        raise BadParameter(f"{file} has {len(found)} classes derived from waymark.Measure, expected 1")
    return found[0]


def described(source, file):
    return json.dumps(_class_in(source, file).description, ensure_ascii=False)


def opened(source, file, parameters, calendars):
    measure = _class_in(source, file)()
    told = []
    for first, last, as_of, periods in calendars:
        periods = [Period(*one) for one in periods]
        periods = [one._replace(first=None, last=None) if one.first == NO_DAY else one for one in periods]
        told.append(Calendar(first, last, as_of, periods, [one for one in periods if one.flags & 1 and one.grain != DAY]))
    measure._prepare(told)
    measure.open(json.loads(parameters))
    return measure


def told(error):
    """Status and sentence of an exception: the author's line, and its text where that cannot hold values of rows."""
    place, trace = "", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.startswith("<"):
            place = f"{file}:{trace.tb_lineno}: "
        trace = trace.tb_next
    if isinstance(error, SyntaxError):
        place = f"{error.filename}:{error.lineno}: "
    status = {BadParameter: 2, BadInput: 3}.get(type(error), 5)
    may_say = not _shown or status != 5 or isinstance(error, Misuse)
    return status, place + type(error).__name__ + (f": {error}" if may_say else "; its text may hold values of rows and is not told")

"""Every diagnostic by its name, found by looking into this package."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType

import pandas as pd

from alignlib import tables as schemas
from alignlib.claims import CLAIMS
from alignlib.diagnostics.base import Measure

Tables = Mapping[str, pd.DataFrame]

AXES = ("alignment", "delivery")
"""A firm can be aligned and still deliver badly: the two are never added up."""


@dataclass(frozen=True)
class Diagnostic:
    """
    One diagnostic: what it asks, what it needs, and the function that measures.

    `needs` gives the columns that it reads of each table; `may_use` names tables that it
    looks into where they are there. `each` is the table and the column whose codes are
    measured one by one (a metric, a statement). `ideal` is the value of a plan without fault,
    None where no value is better than another.
    """

    name: str
    asks: str
    claims: tuple[str, ...]
    axis: str
    ideal: float | None
    needs: Mapping[str, tuple[str, ...]]
    may_use: tuple[str, ...]
    each: tuple[str, str] | None
    measure: Callable[..., Measure]

    @classmethod
    def of(cls, module: ModuleType) -> Diagnostic:
        """
        The diagnostic that a module declares.

        The module holds a function of its own name, whose parameters are named like the
        tables, and ASKS, CLAIMS, AXIS, IDEAL and NEEDS; EACH if it measures code by code.
        Raises `ValueError` where these do not fit together.
        """
        name = module.__name__.rpartition(".")[2]
        measure = getattr(module, name)
        parameters = inspect.signature(measure).parameters.values()
        needed = {p.name for p in parameters if p.default is p.empty}
        found = cls(
            name=name,
            asks=module.ASKS,
            claims=module.CLAIMS,
            axis=module.AXIS,
            ideal=module.IDEAL,
            needs=MappingProxyType(dict(module.NEEDS)),
            may_use=tuple(
                p.name for p in parameters if p.name in schemas.TABLES and p.name not in needed
            ),
            each=getattr(module, "EACH", None),
            measure=measure,
        )
        if needed != set(found.needs):
            raise ValueError(f"{name}: its parameters and its NEEDS name different tables")
        if not set(found.claims) <= set(CLAIMS) or found.axis not in AXES:
            raise ValueError(f"{name}: an unknown claim or axis")
        return found

    def missing(self, tables: Tables) -> tuple[str, ...]:
        """The tables and the columns (`table.column`) that it needs and does not find."""
        absent = [name for name in self.needs if name not in tables]
        absent += [
            f"{name}.{column}"
            for name, columns in self.needs.items()
            if name in tables
            for column in columns
            if column not in tables[name]
        ]
        return tuple(absent)

    def measures(self, tables: Tables) -> tuple[Measure, ...]:
        """
        What it finds in these tables: one measure, or one for each code of `each`.

        The tables have to hold what it needs; see `missing`.
        """
        wanted = {n: tables[n] for n in (*self.needs, *self.may_use) if n in tables}
        if self.each is None:
            return (self.measure(**wanted),)
        table, column = self.each
        apart = tables[table].groupby(column)  # sorted by code
        if not len(apart):  # an empty table gives its reason
            return (self.measure(**wanted),)
        return tuple(
            self.measure(**(wanted | {table: rows}), **{column: code}) for code, rows in apart
        )


@cache
def known(package: str = __name__.rpartition(".")[0]) -> Mapping[str, Diagnostic]:
    """
    Every diagnostic by its name, for example `{"asset_mix": ..., "benefit_path": ...}`.

    `package` is where they are looked for: this one, unless said otherwise.
    """
    path = importlib.import_module(package).__path__
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(path)]
    # The other modules are what diagnostics are made of; they ask nothing.
    found = [Diagnostic.of(module) for module in modules if hasattr(module, "ASKS")]
    return MappingProxyType({diagnostic.name: diagnostic for diagnostic in found})

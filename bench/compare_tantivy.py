"""The same questions to tantivy (an optional bench dependency). One document per race.

It scores exact words (BM25), does not fold races into editions, counts all facets with all
filters, and its circles are covers of quad-tree cells: within about 2 % of the true number.
"""

from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from tantivy import FieldType, Occur, Order
from tantivy import Query as Clause

from bench.plain import Plain, Reader
from startline.discovery.index import geometry
from startline.discovery.index.query import FACETS, Near, Query

LEVELS = range(5, 15)
ZOOMS = (2, 5, 11)
CODES = (*FACETS, "demo")
WHOLE = ("day", "price_eur_cents", "fresh_on", "pop")


def build(plain: Plain, folder: Path) -> None:
    """One segment, one writer thread."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="whitespace", index_option="freq")
    for name in ("id", *CODES, *WHOLE):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("lat", "lon"):
        builder.add_float_field(name, fast=True)
    for zoom in ZOOMS:
        builder.add_unsigned_field(f"c{zoom}", fast=True)
    builder.add_unsigned_field("cells", indexed=True)
    schema = builder.build()
    target = folder / "tantivy"
    target.mkdir()
    index = tantivy.Index(schema, str(target))
    writer = index.writer(256_000_000, 1)
    n = plain.numbers
    lists = {name: plain.codes[name].tolist() for name in CODES}
    lists |= {name: np.maximum(n[name], 0).astype(int).tolist() for name in WHOLE[:3]}
    lists["pop"] = plain.popularity.tolist()
    located = ~np.isnan(n["latitude"])
    latitude, longitude = n["latitude"].tolist(), n["longitude"].tolist()
    cells = np.stack([(plain.morton >> (2 * (16 - k))).astype(np.int64) + (k << 32)
                      for k in LEVELS], axis=1).tolist()  # fmt: skip
    zooms = {z: (plain.morton >> geometry.cell_shift(z)).tolist() for z in ZOOMS}
    for i in range(plain.count):
        document: dict[str, Any] = {name: values[i] for name, values in lists.items()}
        document |= {"id": i, "text": plain.texts[i]}
        if located[i]:
            document |= {"lat": latitude[i], "lon": longitude[i], "cells": cells[i]}
            document |= {f"c{z}": values[i] for z, values in zooms.items()}
        writer.add_document(tantivy.Document.from_dict(document, schema))
    writer.commit()
    writer.wait_merging_threads()


class Tantivy:
    """Questions as tantivy queries and aggregations."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.reader = reader
        self.index = tantivy.Index.open(str(folder / "tantivy"))
        self.schema = self.index.schema
        self.searcher: Any = self.index.searcher()
        self._circles: dict[Near, Any] = {}

    def run(self, query: Query) -> dict[str, Any]:
        """Total, first page, facets, clusters."""
        asked = self._query(query)
        out: dict[str, Any] = {}
        wanted: dict[str, Any] = {}
        if query.facets:
            wanted = {f: {"terms": {"field": f, "size": 2_000}} for f in FACETS}
        if query.clusters_zoom is not None:
            wanted["cells"] = {"terms": {"field": f"c{query.clusters_zoom}", "size": 20_000}}
        if wanted:
            found = self.searcher.aggregate(asked, wanted)
            out["facets"] = {
                name: {int(b["key"]): b["doc_count"] for b in found[name]["buckets"]}
                for name in wanted
            }
        if query.limit and query.sort == "distance" and query.near is not None:
            out["total"] = self.searcher.search(asked, 1).count
            out["ids"] = self._nearest(query, query.near, asked)
        elif query.limit:
            sort: dict[str, Any] = {}
            if query.sort != "relevance" or not query.text:
                field = {"date": "day", "newest": "fresh_on"}.get(query.sort, "pop")
                order = Order.Asc if query.sort == "date" else Order.Desc
                sort = {"order_by_field": field, "order": order}
            found = self.searcher.search(
                asked, query.limit, count=True, offset=query.offset, **sort
            )
            out["total"] = found.count
            out["ids"] = self.searcher.fast_field_values("id", [a for _, a in found.hits])
        else:
            out["total"] = self.searcher.search(asked, 1).count
        return out

    def _query(self, query: Query) -> Any:
        schema = self.schema
        tokens = self.reader[query].tokens
        must = [self._word(token.word, token.edits) for token in tokens]
        for name, codes in self.reader[query].codes.items():
            must.append(Clause.term_set_query(schema, name, codes))
        if query.from_day is not None or query.to_day is not None:
            ends = (query.from_day or 0, query.to_day or 2**31 - 2)
            must.append(Clause.range_query(schema, "day", FieldType.Unsigned, *ends))
        if query.max_price_eur_cents is not None:
            ends = (0, query.max_price_eur_cents)
            must.append(Clause.range_query(schema, "price_eur_cents", FieldType.Unsigned, *ends))
        if (box := query.box) is not None:
            must += self._box(box.south, box.north, box.west, box.east)
        if query.near is not None and query.near.radius_m is not None:
            must.append(self._circle(query.near, query.near.radius_m))
        if not must:
            return Clause.all_query()
        return must[0] if len(must) == 1 else Clause.boolean_query([(Occur.Must, x) for x in must])

    def _word(self, word: str, edits: int | None) -> Any:
        if edits == 0:
            return Clause.term_query(self.schema, "text", word)
        prefix, distance = edits is None, edits or 0
        return Clause.fuzzy_term_query(
            self.schema, "text", word, distance=distance, transposition_cost_one=True, prefix=prefix
        )

    def _box(self, south: float, north: float, west: float, east: float) -> list[Any]:
        return [
            Clause.range_query(self.schema, "lat", FieldType.Float, south, north),
            Clause.range_query(self.schema, "lon", FieldType.Float, west, east),
        ]

    def _circle(self, near: Near, radius_m: float, budget: int = 250) -> Any:
        found = self._circles.get(near)
        if found is None:
            cells = _cover(near, radius_m, budget)
            found = self._circles[near] = Clause.term_set_query(self.schema, "cells", cells)
        return found

    def _nearest(self, query: Query, near: Near, asked: Any) -> list[int]:
        reach, most = 0.05, 180.0
        squeeze = max(np.cos(np.radians(near.latitude)), 0.01)
        while True:
            box = self._box(near.latitude - reach, near.latitude + reach,
                            near.longitude - reach / squeeze,
                            near.longitude + reach / squeeze)  # fmt: skip
            both = Clause.boolean_query([(Occur.Must, x) for x in (asked, *box)])
            count = self.searcher.search(both, 1, count=True).count
            if count >= 2 * query.limit or reach > most:
                break
            reach *= 2
        hits = [a for _, a in self.searcher.search(both, max(1, min(count, 20_000))).hits]
        if not hits:
            return []
        lat, lon, ids = (
            np.array(self.searcher.fast_field_values(f, hits)) for f in ("lat", "lon", "id")
        )
        order = np.argsort(geometry.distance_m(lat, lon, near), kind="stable")
        nearest: list[int] = ids[order][: query.limit].tolist()
        return nearest


def _cover(near: Near, radius_m: float, budget: int) -> list[int]:
    """Cells about the circle, border cells refined until the budget is used up."""
    x, y = (v.astype(np.int64).ravel() for v in np.meshgrid(np.arange(32), np.arange(32)))
    out: list[int] = []
    for level in LEVELS:
        size = 1 << level
        middle_lat, middle_lon = _latitude((y + 0.5) / size), (x + 0.5) / size * 360 - 180
        cosine = np.maximum.reduce(
            [np.cos(np.radians(_latitude((y + k) / size))) for k in (0.0, 0.5, 1.0)]
        )
        half = 2 * np.pi * geometry.EARTH_M / size * 0.7072 * cosine
        away = geometry.distance_m(middle_lat, middle_lon, near)
        inside = away + half <= radius_m
        border = ~inside & (away - half <= radius_m)
        out += _keys(x[inside], y[inside], level)
        if level == LEVELS[-1] or len(out) + 2 * border.sum() > budget:
            kept = border & (away <= radius_m)
            return out + _keys(x[kept], y[kept], level)
        x, y = x[border], y[border]
        x = np.concatenate([2 * x + i for i in (0, 1, 0, 1)])
        y = np.concatenate([2 * y + i for i in (0, 0, 1, 1)])
    return out


def _latitude(part: np.ndarray) -> np.ndarray:
    return np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * part))))


def _keys(x: np.ndarray, y: np.ndarray, level: int) -> list[int]:
    return [geometry.curve_number(int(a), int(b)) + (level << 32)
            for a, b in zip(x, y, strict=True)]  # fmt: skip

"""The same questions to SQLite: FTS5, trigrams for typos, R*Tree, GROUP BY. One row per race.

It orders rows, does not fold them into editions, ranks words by popularity only, and counts all
facets with all filters: less work than the index does.
"""

import math
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA

from bench.plain import Plain, Reader
from startline.discovery.index import geometry
from startline.discovery.index.query import FACETS, Query

COLUMNS = (*FACETS, "demo", "day", "price_eur_cents", "fresh_on", "pop", "lat", "lon", "morton")


def build(plain: Plain, folder: Path) -> None:
    """One file with the table, its word index, its R*Tree and the usual indexes."""
    base = sqlite3.connect(folder / "races.db")
    base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA page_size=8192")
    base.executescript(
        f"""CREATE TABLE r(id INTEGER PRIMARY KEY, {", ".join(f'"{c}"' for c in COLUMNS)});
        CREATE VIRTUAL TABLE fts USING fts5(t, content='', prefix='2 3', detail=none,
          tokenize='unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE voc USING fts5vocab(fts, row);
        CREATE VIRTUAL TABLE tri USING fts5(w, tokenize='trigram');
        CREATE VIRTUAL TABLE geo USING rtree(id, a0, a1, o0, o1);"""
    )
    n = plain.numbers
    located = ~np.isnan(n["latitude"])
    lists = [plain.codes[name].tolist() for name in (*FACETS, "demo")]
    lists += [n[name].astype(int).tolist() for name in ("day", "price_eur_cents", "fresh_on")]
    lists += [plain.popularity.tolist()]
    for name in ("latitude", "longitude"):
        lists.append([v if k else None for v, k in zip(n[name].tolist(), located, strict=True)])
    lists.append(plain.morton.tolist())
    marks = ",?" * len(COLUMNS)
    rows = ((i, *row) for i, row in enumerate(zip(*lists, strict=True)))
    base.executemany(f"INSERT INTO r VALUES(?{marks})", rows)
    base.executemany("INSERT INTO fts(rowid, t) VALUES(?, ?)", enumerate(plain.texts))
    spots = ((int(i), n["latitude"][i], n["longitude"][i]) for i in np.flatnonzero(located))
    base.executemany("INSERT INTO geo VALUES(?,?,?,?,?)", ((i, a, a, o, o) for i, a, o in spots))
    base.executescript(
        """INSERT INTO fts(fts) VALUES('optimize'); INSERT INTO tri SELECT term FROM voc;
        CREATE INDEX r_day ON r(day); CREATE INDEX r_country ON r(country, day);
        CREATE INDEX r_sport ON r(sport, day); CREATE INDEX r_fresh ON r(fresh_on DESC);
        CREATE INDEX r_region ON r(region, day); ANALYZE;"""
    )
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()


class Sqlite:
    """Questions as SQL."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.reader = reader
        self.base = sqlite3.connect(f"file:{folder / 'races.db'}?mode=ro", uri=True)
        self.base.executescript(
            "PRAGMA mmap_size=4000000000; PRAGMA cache_size=-200000; PRAGMA temp_store=MEMORY;"
        )
        self.base.create_function("away", 4, _away, deterministic=True)

    def run(self, query: Query) -> dict[str, Any]:
        """Total, first page, facets, clusters."""
        where, values = self._where(query)
        source = "r"
        if query.facets or query.clusters_zoom is not None:
            self.base.execute("DROP TABLE IF EXISTS temp.hit")
            self.base.execute(f"CREATE TEMP TABLE hit AS SELECT * FROM r{where}", values)
            source, where, values = "temp.hit", "", []
        out: dict[str, Any] = {"total": self._one(f"SELECT count(*) FROM {source}{where}", values)}
        if query.facets:
            out["facets"] = {
                f: dict(self.base.execute(f'SELECT "{f}", count(*) FROM temp.hit GROUP BY 1'))
                for f in FACETS
            }
        if query.clusters_zoom is not None:
            shift = geometry.cell_shift(query.clusters_zoom)
            sql = f"SELECT morton >> {shift}, count(*) FROM temp.hit WHERE lat NOT NULL GROUP BY 1"
            out["clusters"] = dict(self.base.execute(sql))
        if query.limit:
            out["ids"] = self._page(query, source, where, values)
        return out

    def _one(self, sql: str, values: list[Any]) -> int:
        return int(self.base.execute(sql, values).fetchone()[0])

    def _page(self, query: Query, source: str, where: str, values: list[Any]) -> list[int]:
        order = {"date": "day", "newest": "fresh_on DESC", "relevance": "pop DESC"}.get(query.sort)
        if query.sort == "distance" and query.near is not None:
            if not where and source == "r":
                return self._nearest(query)
            order = f"away(lat, lon, {query.near.latitude}, {query.near.longitude})"
        sql = f"SELECT id FROM {source}{where} ORDER BY {order} LIMIT {query.limit}"
        return [i for (i,) in self.base.execute(f"{sql} OFFSET {query.offset}", values)]

    def _nearest(self, query: Query) -> list[int]:
        assert query.near is not None
        lat, lon, reach = query.near.latitude, query.near.longitude, 0.25
        squeeze = max(math.cos(math.radians(lat)), 0.01)
        while True:
            box = (lat - reach, lat + reach, lon - reach / squeeze, lon + reach / squeeze)
            found = self.base.execute(
                "SELECT r.id, lat, lon FROM geo JOIN r ON r.id = geo.id "
                "WHERE a0 >= ? AND a1 <= ? AND o0 >= ? AND o1 <= ?", box
            ).fetchall()  # fmt: skip
            if len(found) > 2 * query.limit or reach > 90:
                break
            reach *= 2
        ids, lats, lons = (np.array(column) for column in zip(*found, strict=True))
        order = np.argsort(geometry.distance_m(lats, lons, query.near), kind="stable")
        nearest: list[int] = ids[order][: query.limit].tolist()
        return nearest

    def _where(self, query: Query) -> tuple[str, list[Any]]:
        parts: list[str] = []
        values: list[Any] = []
        if query.text:
            match = " AND ".join(self._match(t.word, t.edits) for t in self.reader[query].tokens)
            parts.append("id IN (SELECT rowid FROM fts WHERE fts MATCH ?)")
            values.append(match)
        for name, codes in self.reader[query].codes.items():
            parts.append(f'"{name}" IN ({",".join(map(str, codes)) or "NULL"})')
        if query.from_day is not None or query.to_day is not None:
            parts.append(f"day BETWEEN {query.from_day or 0} AND {query.to_day or 2**31 - 2}")
        if query.max_price_eur_cents is not None:
            parts.append(f"price_eur_cents BETWEEN 0 AND {query.max_price_eur_cents}")
        box = query.box
        if query.near is not None and query.near.radius_m is not None:
            near = query.near
            box = geometry.box_around(near, near.radius_m or 0)
            parts.append(f"away(lat, lon, {near.latitude}, {near.longitude}) <= {near.radius_m}")
        if box is not None:
            parts.append("id IN (SELECT id FROM geo WHERE a0>=? AND a1<=? AND o0>=? AND o1<=?)")
            values += [box.south - 1e-4, box.north + 1e-4, box.west - 1e-4, box.east + 1e-4]
            parts.append("lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?")
            values += [box.south, box.north, box.west, box.east]
        return (" WHERE " + " AND ".join(parts) if parts else ""), values

    def _match(self, word: str, edits: int | None) -> str:
        if edits is None:
            return f'"{word}"*'
        if not edits:
            return f'"{word}"'
        grams = " OR ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
        found = self.base.execute("SELECT w FROM tri WHERE tri MATCH ?", (grams,))
        near = [w for (w,) in found if OSA.distance(w, word, score_cutoff=edits) <= edits]
        return "(" + " OR ".join(f'"{w}"' for w in near or ["zzzzzzzz"]) + ")"


def _away(lat: float | None, lon: float | None, lat0: float, lon0: float) -> float | None:
    if lat is None or lon is None:
        return None
    a, b, turn = math.radians(lat0), math.radians(lat), math.radians(lon - lon0)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * geometry.EARTH_M * math.asin(min(1.0, math.sqrt(h)))

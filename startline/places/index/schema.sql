-- The tables of gazetteer.sqlite3 as shipped; file.py adds what can be derived when it unpacks it.
-- Positions of towns and regions are thousandths of a degree, of boxes and countries degrees.
-- `folded` is a name as core.text.words() gives it, joined by spaces; `main` marks a town's own name.
-- Towns are numbered in the order of their grid cells, so that a run of cells is a run of ids.
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE country (
    code TEXT PRIMARY KEY, iso3 TEXT NOT NULL, population INTEGER NOT NULL,
    neighbours TEXT NOT NULL, south REAL, west REAL, north REAL, east REAL,
    latitude REAL, longitude REAL, radius_m INTEGER
) WITHOUT ROWID;
CREATE TABLE country_title (
    code TEXT, language TEXT, title TEXT NOT NULL, PRIMARY KEY (code, language)
) WITHOUT ROWID;
CREATE TABLE country_name (folded TEXT, code TEXT, PRIMARY KEY (folded, code)) WITHOUT ROWID;
CREATE TABLE region (
    id INTEGER PRIMARY KEY, country TEXT NOT NULL, code TEXT NOT NULL, level INTEGER NOT NULL,
    parent INTEGER, name TEXT NOT NULL, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL,
    radius_km INTEGER NOT NULL
);
CREATE TABLE region_box (
    region INTEGER PRIMARY KEY, south REAL, west REAL, north REAL, east REAL
);
CREATE TABLE region_title (
    region INTEGER, language TEXT, title TEXT NOT NULL, PRIMARY KEY (region, language)
) WITHOUT ROWID;
CREATE TABLE region_name (
    folded TEXT, region INTEGER, PRIMARY KEY (folded, region)
) WITHOUT ROWID;
CREATE TABLE town (
    id INTEGER PRIMARY KEY, geoname INTEGER NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
    region INTEGER, county INTEGER, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL,
    population INTEGER NOT NULL, zone INTEGER NOT NULL
);
CREATE TABLE cell (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE name (
    folded TEXT, town INTEGER, main INTEGER NOT NULL, PRIMARY KEY (folded, town)
) WITHOUT ROWID;

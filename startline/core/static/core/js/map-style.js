// The look of the map: our colours on Natural Earth's land. No tiles, no glyph files: without a
// glyph address the library draws letters from the page's own font.
const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Inter", "sans-serif"];
const WHITE = "#ffffff";
const CELL = 15;
export const NEAR_ZOOM = 5.5;
export const VILLAGE_ZOOM = 7.5;
// Square degrees from which a country is named, by zoom: the large ones first.
const COUNTRY_NAMED = ["step", ["zoom"], 120, 2, 30, 3, 8, 4, 0];

// Where the name of a town may stand: above its dot, around it, else around the button of a race.
const AROUND = [1, 4].flatMap((far) => [
  "bottom", [0, -0.4 * far], "top", [0, 0.4 * far], "left", [0.45 * far, 0], "right", [-0.45 * far, 0],
]);

export function baseStyle(land, element) {
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(land, location.href).href, tolerance: 0.2, maxzoom: 8 },
      near: { type: "geojson", data: EMPTY, tolerance: 0.2, maxzoom: 12 },
      towns: { type: "geojson", data: EMPTY, maxzoom: 10 },
      course: { type: "geojson", data: EMPTY },
      races: {
        type: "geojson",
        data: EMPTY,
        cluster: true,
        clusterRadius: 44,
        clusterMaxZoom: 11,
        clusterProperties: { n: ["+", ["coalesce", ["get", "n"], 1]] },
      },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": resolved(element, "--map-sea") } },
      { id: "land", type: "fill", source: "world", filter: ["in", ["get", "k"], ["literal", ["land", "cut"]]], paint: { "fill-color": resolved(element, "--map-land") } },
      { id: "coast", type: "line", source: "world", filter: ["in", ["get", "k"], ["literal", ["land", "coast"]]] },
      { id: "borders", type: "line", source: "world", filter: ["==", ["get", "k"], "border"], paint: { "line-dasharray": [3, 2] } },
      ...["sea", "land"].map((k) => ({
        id: `near-${k}`, type: "fill", source: "near", minzoom: NEAR_ZOOM, filter: ["==", ["get", "k"], k],
        paint: { "fill-antialias": false },
      })),
      { id: "near-coast", type: "line", source: "near", minzoom: NEAR_ZOOM, filter: ["==", ["get", "k"], "coast"] },
      { id: "near-borders", type: "line", source: "near", minzoom: NEAR_ZOOM, filter: ["==", ["get", "k"], "border"], paint: { "line-dasharray": [3, 2] } },
      label("names", "world", ["all", ["==", ["get", "k"], "name"], [">=", ["get", "a"], COUNTRY_NAMED]], 13, ["-", 0, ["get", "a"]], ["get", "n"], {
        "text-transform": "uppercase", "text-letter-spacing": 0.08, "text-max-width": 7,
        "text-variable-anchor-offset": ["center", [0, 0], "top", [0, 2], "bottom", [0, -2]],
      }, 7),
      label("towns", "towns", ["<=", ["get", "z"], ["zoom"]], 13, ["get", "i"], ["get", "n"], {
        "text-padding": 4, "text-variable-anchor-offset": AROUND, "icon-image": "dot", "icon-optional": true,
      }),
      { id: "course", type: "line", source: "course", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-width": 4 } },
      { id: "races", type: "circle", source: "races", paint: { "circle-radius": 16, "circle-opacity": 0 } },
      { id: "room", type: "symbol", source: "races", layout: { "icon-image": "room", "icon-allow-overlap": true } },
    ],
  };
}

// Two pictures drawn here: the dot of a town, and the empty room a race's button takes from names.
// The dot holds distances from its edge (three quarters), so that it takes the theme's colour.
export function addPictures(map) {
  const edge = (x, y) => 0.75 + (2.2 - Math.hypot(x - 5, y - 5)) / 8;
  map.addImage("dot", picture(11, edge), { sdf: true });
  map.addImage("room", picture(46, () => 0));
}

function picture(side, opacity) {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let at = 0; at < side * side; at += 1) data[at * 4 + 3] = 255 * opacity(at % side, Math.floor(at / side));
  return { width: side, height: side, data };
}

function label(id, source, filter, size, order, field, layout, maxzoom = 24) {
  return {
    id, type: "symbol", source, filter, maxzoom,
    layout: { "text-field": field, "text-font": FONT, "text-size": size, "symbol-sort-key": order, ...layout },
    paint: { "text-halo-width": 1.5 },
  };
}

// The cells a view touches, named by their south-west corners.
export function cellsIn(bounds) {
  const [[west, south], [east, north]] = bounds.toArray();
  const found = [];
  for (let x = Math.floor(west / CELL) * CELL; x < east; x += CELL) {
    for (let y = Math.floor(south / CELL) * CELL; y < north; y += CELL) {
      found.push(`${((((x + 180) % 360) + 360) % 360) - 180}_${y}`);
    }
  }
  return found;
}

// From which zoom on a town of so many thousand people is named.
const NAMED_FROM = [[2000, 3], [400, 4], [150, 5], [50, 6], [20, 7], [5, 8], [1, 9], [0, 10]];

// Lists of [name, longitude, latitude, thousands of people], the largest first.
export function townFeatures(lists) {
  return {
    type: "FeatureCollection",
    features: lists.flat().map(([n, lon, lat, thousands], i) => ({
      type: "Feature",
      properties: { n, i, z: NAMED_FROM.find(([least]) => thousands >= least)[1] },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
  };
}

export function paintTheme(map, element) {
  const colour = (name) => resolved(element, name);
  const paint = [
    ["sea", "background-color", "--map-sea"],
    ["land", "fill-color", "--map-land"],
    ["coast", "line-color", "--line-strong"],
    ["borders", "line-color", "--line-strong"],
    ["near-sea", "fill-color", "--map-sea"],
    ["near-land", "fill-color", "--map-land"],
    ["near-coast", "line-color", "--line-strong"],
    ["near-borders", "line-color", "--line-strong"],
    ["names", "text-color", "--ink-3"],
    ["names", "text-halo-color", "--map-land"],
    ["towns", "text-color", "--ink-2"],
    ["towns", "text-halo-color", "--map-land"],
    ["towns", "icon-color", "--ink-2"],
    ["course", "line-color", "--accent"],
  ];
  for (const [layer, property, name] of paint) map.setPaintProperty(layer, property, colour(name));
}

// A token may be light-dark(…): only the browser can say which colour it is now.
function resolved(element, name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color || WHITE;
  probe.remove();
  return colour;
}

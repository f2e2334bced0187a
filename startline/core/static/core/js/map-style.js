// The look of the map: our colours on Natural Earth's land. No tiles, no glyph files: without a
// glyph address the library draws letters from the page's own font.
const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Inter", "sans-serif"];
const WHITE = "#ffffff";

export function baseStyle(land, element) {
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(land, location.href).href, tolerance: 0.2, maxzoom: 8 },
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
      { id: "land", type: "fill", source: "world", filter: ["==", ["get", "k"], "land"], paint: { "fill-color": resolved(element, "--map-land") } },
      { id: "coast", type: "line", source: "world", filter: ["==", ["get", "k"], "land"] },
      { id: "borders", type: "line", source: "world", filter: ["==", ["get", "k"], "border"], paint: { "line-dasharray": [3, 2] } },
      label("names", "world", ["==", ["get", "k"], "name"], 13, ["-", 0, ["get", "a"]], ["get", "n"], {
        "text-transform": "uppercase", "text-letter-spacing": 0.08, "text-max-width": 7,
      }),
      label("towns", "towns", ["<=", ["get", "z"], ["zoom"]], 13, ["get", "i"], ["get", "n"], { "text-padding": 6 }),
      { id: "course", type: "line", source: "course", layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-width": 4 } },
      { id: "races", type: "circle", source: "races", paint: { "circle-radius": 16, "circle-opacity": 0 } },
    ],
  };
}

function label(id, source, filter, size, order, field, layout) {
  return {
    id, type: "symbol", source, filter,
    layout: { "text-field": field, "text-font": FONT, "text-size": size, "symbol-sort-key": order, ...layout },
    paint: { "text-halo-width": 1.5 },
  };
}

// [name, longitude, latitude, thousands of people], the largest first.
export function townFeatures(towns) {
  return {
    type: "FeatureCollection",
    features: towns.map(([n, lon, lat, thousands], i) => ({
      type: "Feature",
      properties: { n, i, z: thousands > 2000 ? 3 : thousands > 400 ? 5 : thousands > 120 ? 6.5 : 8 },
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
    ["names", "text-color", "--ink-3"],
    ["names", "text-halo-color", "--map-land"],
    ["towns", "text-color", "--ink-2"],
    ["towns", "text-halo-color", "--map-land"],
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

// <race-map data-src="…">: the races of a list on a map drawn from our own files.
// The library is loaded when the map comes on screen, not before. Spots are real buttons, so the
// keyboard reaches them; the list beside the map holds the same races.
// data-src    GeoJSON points with properties title, href, note and, for several races, n
// data-line   GeoJSON of a course, drawn as the blue line
// data-form   id of the form that "Search this area" fills (field bbox) and sends
// data-bounds west,south,east,north; without it the map fits its points
// Sends the event "bbox" (detail: the same four numbers) when the reader has moved the map.
// An element [data-map-src] in what htmx brings names the new address: the map follows the list.
import { NEAR_ZOOM, VILLAGE_ZOOM, addPictures, baseStyle, cellsIn, paintTheme, townFeatures } from "./map-style.js";

const MAX_ZOOM = 12;

async function json(address) {
  return (await fetch(address)).json();
}

class RaceMap extends HTMLElement {
  connectedCallback() {
    this.spots = new Map();
    this.cells = new Map();
    this.villages = new Map();
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen.disconnect();
      this.open().catch(() => this.say(this.dataset.failed));
    });
    this.seen.observe(this);
    this.follow = () => this.readNewAddress();
    this.repaint = () => this.isPainted && paintTheme(this.map, this); // before, there is nothing to paint
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    document.addEventListener("htmx:afterSettle", this.follow);
    document.addEventListener("theme-changed", this.repaint);
    this.dark.addEventListener("change", this.repaint);
  }

  disconnectedCallback() {
    this.seen.disconnect();
    document.removeEventListener("htmx:afterSettle", this.follow);
    document.removeEventListener("theme-changed", this.repaint);
    this.dark.removeEventListener("change", this.repaint);
    this.map?.remove();
    this.map = null;
  }

  async open() {
    this.say(this.dataset.wait);
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = this.dataset.style;
    const styled = new Promise((done) => link.addEventListener("load", done));
    document.head.append(link);
    const [library] = await Promise.all([import(this.dataset.library), styled]);
    this.library = library;
    library.setWorkerUrl(new URL(this.dataset.worker, location.href).href);
    const box = document.createElement("div");
    box.className = "map__box";
    this.prepend(box);
    this.draw(box);
    await new Promise((done) => this.map.once("load", done));
    addPictures(this.map);
    paintTheme(this.map, this);
    this.isPainted = true;
    this.querySelector(".map__wait")?.remove();
    this.map.on("moveend", (event) => this.moved(event));
    this.map.on("render", () => this.showSpots());
    this.map.on("moveend", () => this.loadNear());
    if (this.dataset.line) await this.loadLine();
    if (this.dataset.src) await this.load(this.dataset.src, !this.dataset.bounds);
    this.loadNear();
  }

  draw(box) {
    const { dataset } = this;
    const bounds = dataset.bounds?.split(",").map(Number);
    this.map = new this.library.Map({
      container: box,
      style: baseStyle(dataset.land, this),
      maxZoom: MAX_ZOOM,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: 0,
      cooperativeGestures: dataset.calm !== undefined,
      locale: JSON.parse(dataset.locale || "{}"),
      ...(bounds ? { bounds } : { center: [0, 30], zoom: 1 }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new this.library.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(
      new this.library.AttributionControl({ compact: false, customAttribution: "Natural Earth, GeoNames" }),
    );
  }

  async load(address, fit) {
    this.address = address;
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return this.say(this.dataset.failed);
    const races = await answer.json();
    if (!this.map || this.address !== address) return undefined;
    this.map.getSource("races").setData(races);
    if (fit) this.fit(races.features.map((feature) => feature.geometry.coordinates));
    return undefined;
  }

  async loadLine() {
    const answer = await fetch(this.dataset.line);
    if (!answer.ok) return;
    const line = await answer.json();
    this.map.getSource("course").setData(line);
    const features = line.features ?? [line];
    this.fit(features.flatMap(({ geometry }) => geometry.coordinates.flat(geometry.type === "MultiLineString" ? 1 : 0)));
  }

  // Finer land and the names of towns, when someone looks closer; then small towns, and the
  // finest land and the villages of the cells in view.
  async loadNear() {
    const { dataset } = this;
    const zoom = this.map?.getZoom() ?? 0;
    if (zoom < 3.5) return;
    this.land ??= this.readLand();
    this.towns ??= this.readTowns([dataset.towns]);
    if (zoom >= 7) this.allTowns ??= this.towns.then(() => this.readTowns([dataset.towns, dataset.townsNear]));
    if (zoom < NEAR_ZOOM) return;
    const { cells } = await this.land;
    if (await this.readCells(this.cells, dataset.cells, cells)) this.showLand();
    if (zoom < VILLAGE_ZOOM) return;
    await this.allTowns;
    if (await this.readCells(this.villages, dataset.villages, cells)) this.showTowns();
  }

  async readLand() {
    const land = await json(this.dataset.landNear);
    this.map?.getSource("world").setData(land);
    return land;
  }

  async readTowns(addresses) {
    this.townLists = await Promise.all(addresses.map(json));
    this.showTowns();
  }

  // The files of cells in view that were not read before; whether there were any.
  async readCells(known, folder, existing) {
    if (!this.map) return false;
    const fresh = cellsIn(this.map.getBounds()).filter((cell) => existing.includes(cell) && !known.has(cell));
    for (const cell of fresh) known.set(cell, []);
    await Promise.all(fresh.map(async (cell) => known.set(cell, await json(`${folder}${cell}.json`))));
    return fresh.length > 0;
  }

  showLand() {
    const features = [...this.cells.values()].flatMap((cell) => cell.features ?? []);
    this.map?.getSource("near").setData({ type: "FeatureCollection", features });
  }

  showTowns() {
    this.map?.getSource("towns").setData(townFeatures([...this.townLists, ...this.villages.values()]));
  }

  fit(points) {
    if (!points.length) return;
    const box = new this.library.LngLatBounds(points[0], points[0]);
    for (const point of points) box.extend(point);
    this.map.fitBounds(box, { padding: 48, maxZoom: 9, animate: false });
  }

  moved(event) {
    if (!event.originalEvent && !this.zoomedIn) return;
    this.zoomedIn = false;
    const box = this.map.getBounds().toArray().flat().map((degree) => degree.toFixed(3)).join(",");
    this.dispatchEvent(new CustomEvent("bbox", { bubbles: true, detail: box }));
    const form = this.dataset.form && document.getElementById(this.dataset.form);
    if (form) this.offerSearch(form, box);
  }

  offerSearch(form, box) {
    if (!this.areaButton) {
      this.areaButton = document.createElement("button");
      this.areaButton.type = "button";
      this.areaButton.className = "btn btn--small map__area";
      this.areaButton.textContent = this.dataset.area;
      this.append(this.areaButton);
    }
    this.areaButton.hidden = false;
    this.areaButton.onclick = () => {
      let field = form.elements.bbox;
      if (!field) {
        field = document.createElement("input");
        field.type = "hidden";
        field.name = "bbox";
        form.append(field);
      }
      field.value = box;
      this.areaButton.hidden = true;
      this.keepView = true;
      form.requestSubmit();
    };
  }

  readNewAddress() {
    const address = document.querySelector("[data-map-src]")?.dataset.mapSrc;
    if (!this.map || !address || address === this.address) return;
    this.load(address, !this.keepView);
    this.keepView = false;
  }

  // One button per place or cluster in view; those gone are taken away.
  showSpots() {
    if (!this.map.isSourceLoaded("races")) return;
    const now = new Map();
    for (const feature of this.map.queryRenderedFeatures({ layers: ["races"] })) {
      const { cluster_id: cluster, n } = feature.properties;
      const place = feature.geometry.coordinates.map((degree) => degree.toFixed(4)).join();
      const key = cluster === undefined ? `p${place}` : `c${cluster} ${n} ${place}`;
      now.set(key, [...(now.get(key) ?? []), feature]);
    }
    for (const [key, spot] of this.spots) {
      if (now.has(key)) continue;
      spot.remove();
      this.spots.delete(key);
    }
    for (const [key, features] of now) {
      if (!this.spots.has(key)) this.spots.set(key, this.spot(features));
    }
  }

  spot(features) {
    const [feature] = features;
    const { cluster, n, title } = feature.properties;
    const count = cluster ? n : features.reduce((sum, one) => sum + (one.properties.n ?? 1), 0);
    const button = document.createElement("button");
    button.type = "button";
    button.className = `map__spot${count > 99 ? " map__spot--big" : ""}${count === 1 ? " map__spot--one" : ""}`;
    button.textContent = count;
    const label = count === 1 ? `1: ${title}` : `${count} ${this.dataset.many}`;
    const marker = new this.library.Marker({ element: button })
      .setLngLat(feature.geometry.coordinates)
      .addTo(this.map);
    button.setAttribute("aria-label", label);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.openSpot(features);
    });
    return marker;
  }

  async openSpot(features) {
    const [feature] = features;
    const place = feature.geometry.coordinates;
    if (feature.properties.cluster) {
      const source = this.map.getSource("races");
      const zoom = await source.getClusterExpansionZoom(feature.properties.cluster_id);
      if (zoom <= MAX_ZOOM) {
        this.zoomedIn = true;
        this.map.easeTo({ center: place, zoom: Math.max(zoom, this.map.getZoom() + 1) });
        return;
      }
      const leaves = await source.getClusterLeaves(feature.properties.cluster_id, 50, 0);
      this.popup(place, leaves);
      return;
    }
    this.popup(place, features);
  }

  popup(place, features) {
    const list = document.createElement("ul");
    list.className = "map__list";
    for (const { properties } of features) {
      const item = document.createElement("li");
      const name = document.createElement(properties.href ? "a" : "b");
      name.textContent = properties.title;
      if (properties.href) name.href = properties.href;
      item.append(name);
      if (properties.note) {
        const note = document.createElement("span");
        note.textContent = properties.note;
        item.append(note);
      }
      list.append(item);
    }
    new this.library.Popup({ maxWidth: "20rem", offset: 26 }).setLngLat(place).setDOMContent(list).addTo(this.map);
  }

  say(words) {
    let note = this.querySelector(".map__wait");
    if (!note) {
      note = document.createElement("p");
      note.className = "map__wait";
      this.append(note);
    }
    note.setAttribute("role", "status");
    note.textContent = words;
  }
}

customElements.define("race-map", RaceMap);

// Asks for the place only when pressed, fills hidden fields near_lat and near_lon of its form and
// sends it. Two decimals (about a kilometre) are enough to sort races.
class NearMe extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const note = this.querySelector("[role=status]");
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      note.textContent = note.dataset.asking;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => this.send(coords, note),
        () => { note.textContent = note.dataset.refused; },
        { maximumAge: 600000, timeout: 15000 },
      );
    });
  }

  send(coords, note) {
    const form = this.closest("form");
    form.elements[this.dataset.lat || "near_lat"].value = coords.latitude.toFixed(2);
    form.elements[this.dataset.lon || "near_lon"].value = coords.longitude.toFixed(2);
    note.textContent = "";
    form.requestSubmit();
  }
}

customElements.define("near-me", NearMe);

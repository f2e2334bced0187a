// Shares the page with the system's own sheet, or copies its address and says so.
class ShareButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const note = this.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { href: url } = new URL(this.dataset.url || location.href, location.href);
      const title = this.dataset.title || document.title;
      try {
        if (navigator.share) {
          await navigator.share({ title, url });
          return;
        }
        await navigator.clipboard.writeText(url);
        note.textContent = note.dataset.copied;
      } catch (error) {
        if (error.name !== "AbortError") note.textContent = url;
      }
    });
  }
}

customElements.define("share-button", ShareButton);

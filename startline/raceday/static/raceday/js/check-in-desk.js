// The check-in desk. Each scan gets its own id and the phone's time here, once; without an answer
// the very same scan is sent again, so that the network may lose or repeat it.
const AGAIN_MS = 2000;
const LOOK_MS = 120;
const SAME_MS = 4000;
const COUNT_MS = 20000;
const TONES = { go: [[880, 0.12]], wait: [[520, 0.12], [520, 0.12]], no: [[180, 0.4]], back: [[660, 0.08], [440, 0.12]] };

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class CheckInDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-scan]");
    this.field = this.form.elements.text;
    this.answer = this.querySelector("[data-answer]");
    this.late = this.querySelector("[data-late-words]");
    this.waiting = [];
    this.seen = { text: "", at: 0 };
    this.addEventListener("submit", (event) => this.submitted(event));
    this.onKey = (event) => this.typed(event);
    document.addEventListener("keydown", this.onKey);
    this.clock = setInterval(() => this.count(), COUNT_MS);
    this.button = this.querySelector("[data-camera]");
    if (navigator.mediaDevices?.getUserMedia) {
      this.button.hidden = false;
      this.button.addEventListener("click", () => this.switchCamera());
    }
    this.field.focus();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    clearInterval(this.clock);
    this.stopCamera();
  }

  // A handheld scanner types wherever the page is: what it types belongs into the field.
  typed(event) {
    const tag = document.activeElement?.tagName;
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (tag === "INPUT" || ((tag === "BUTTON" || tag === "A") && event.key === " ")) return;
    this.field.focus();
  }

  submitted(event) {
    const form = event.target;
    if (!form.matches("[data-scan]")) return;
    event.preventDefault();
    if (form === this.form && !this.field.value.trim()) return this.field.focus();
    this.take(new FormData(form));
    if (form === this.form) this.field.value = "";
    this.field.focus();
  }

  take(scan) {
    scan.set("key", freshKey());
    scan.set("device_at", new Date().toISOString());
    this.waiting.push(scan);
    if (this.waiting.length === 1) this.send();
  }

  async send() {
    while (this.waiting.length) {
      try {
        const said = await fetch(this.form.action, {
          method: "POST", body: this.waiting[0], headers: { "HX-Request": "true" },
        });
        if (said.status >= 500) throw new Error("again");
        if (!said.ok && said.status !== 400) return location.reload();
        this.show(await said.text());
        this.waiting.shift();
        this.say("");
      } catch {
        this.say(this.dataset.late);
        await new Promise((done) => { setTimeout(done, AGAIN_MS); });
      }
    }
    this.count();
  }

  show(html) {
    this.answer.innerHTML = html;
    const word = this.answer.querySelector("[data-word]")?.dataset.word;
    if (word) this.sound(word);
    this.answer.scrollIntoView({ block: "nearest" });
  }

  say(words) {
    this.late.hidden = !words;
    this.late.textContent = words;
  }

  async count() {
    try {
      const said = await fetch(this.dataset.counts);
      if (said.ok) this.querySelector("[data-crowd]").innerHTML = await said.text();
    } catch { /* the next count comes in a moment */ }
  }

  sound(word) {
    this.audio ??= new AudioContext();
    let at = this.audio.currentTime;
    for (const [pitch, length] of TONES[word] ?? []) {
      const tone = new OscillatorNode(this.audio, { frequency: pitch });
      tone.connect(this.audio.destination);
      tone.start(at);
      tone.stop(at + length);
      at += length + 0.06;
    }
  }

  async switchCamera() {
    if (this.stream) return this.stopCamera();
    const eye = this.querySelector("[data-eye]");
    const video = eye.querySelector("video");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      this.reads = await this.reader();
      video.srcObject = this.stream;
      eye.hidden = false;
      this.button.setAttribute("aria-expanded", "true");
      await video.play();
      this.look(video);
    } catch {
      this.stopCamera();
      this.say(this.dataset.blind);
    }
    return undefined;
  }

  // The browser's own reader where there is one that reads QR codes; else the vendored one.
  async reader() {
    const known = (await window.BarcodeDetector?.getSupportedFormats?.()) ?? [];
    if (known.includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    }
    await this.script(this.dataset.decoder);
    const canvas = document.createElement("canvas");
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      const scale = Math.min(1, 640 / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      brush.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = brush.getImageData(0, 0, canvas.width, canvas.height);
      return window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data;
    };
  }

  script(src) {
    if (window.jsQR) return undefined;
    return new Promise((done, failed) => {
      const tag = Object.assign(document.createElement("script"), { src, onload: done, onerror: failed });
      document.head.append(tag);
    });
  }

  async look(video) {
    while (this.stream) {
      const text = video.videoWidth ? await this.reads(video) : "";
      const now = performance.now();
      if (text && (text !== this.seen.text || now - this.seen.at > SAME_MS)) {
        const scan = new FormData(this.form);
        scan.set("text", text);
        scan.set("how", "code");
        this.take(scan);
      }
      if (text) this.seen = { text, at: now };
      await new Promise((done) => { setTimeout(done, LOOK_MS); });
    }
  }

  stopCamera() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    const eye = this.querySelector("[data-eye]");
    if (eye) eye.hidden = true;
    this.button?.setAttribute("aria-expanded", "false");
  }
}

customElements.define("check-in-desk", CheckInDesk);

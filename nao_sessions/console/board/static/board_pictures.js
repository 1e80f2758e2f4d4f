// The pictures of a session, fetched before they are shown: what is shown with a sentence is there with it.

export class Pictures {
  constructor(address) {
    this.address = address;
    this.kept = new Map();
    this.session = null;
  }

  /** Fetch the pictures of a session, one after the other, while nothing else is asked for. */
  async keep(session, ids) {
    if (session === this.session) return;
    this.session = session;
    this.kept.clear();
    for (const id of ids) {
      if (session !== this.session) return;
      await this.take(id).decode().catch(() => undefined);
    }
  }

  /** Give a picture that is not on the page now. */
  take(id) {
    const same = this.kept.get(id) ?? [];
    const free = same.find((picture) => !picture.isConnected);
    if (free) return free;
    const picture = new Image();
    picture.alt = "";
    picture.draggable = false;
    picture.src = `${this.address}/${id}`;
    this.kept.set(id, [...same, picture]);
    return picture;
  }
}

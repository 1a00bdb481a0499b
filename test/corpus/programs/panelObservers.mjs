// A panel watches its own content, and still does so when nobody has the panel any more.
import { parseHTML } from 'linkedom';

const { document, MutationObserver } = parseHTML('<main id="app"></main>');

class Panel {
  constructor(title) {
    this.element = document.createElement('section');
    this.changes = 0;
    this.observer = new MutationObserver((records) => (this.changes += records.length));
    this.observer.observe(this.element, { childList: true }); // grows
    this.element.append(document.createElement('h1'), title);
  }

  close() {
    this.element.replaceChildren();
  }
}

export async function showPanel(title) {
  const panel = new Panel(title);
  await Promise.resolve();
  panel.close();
  return panel.changes;
}

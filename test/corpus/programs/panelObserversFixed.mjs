// A panel watches its own content until it is closed.
import { parseHTML } from 'linkedom';

const { document, MutationObserver } = parseHTML('<main id="app"></main>');

class Panel {
  constructor(title) {
    this.element = document.createElement('section');
    this.changes = 0;
    this.observer = new MutationObserver((records) => (this.changes += records.length));
    this.observer.observe(this.element, { childList: true });
    this.element.append(document.createElement('h1'), title);
  }

  close() {
    this.observer.disconnect();
  }
}

export async function showPanel(title) {
  const panel = new Panel(title);
  await Promise.resolve();
  panel.close();
  return panel.changes;
}

// The page of the Growth view. It draws what the extension tells it, and tells what the user chooses.
import { readMessageToPage, type MessageFromPage } from '../../extension/growthView/growthMessages';
import { GrowthPage } from './growthPage';
import { readState } from './readState';

/** What VS Code offers to a page. */
interface PageHost {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): PageHost;

const host = acquireVsCodeApi();
const say = (message: MessageFromPage) => host.postMessage(message);
const page = new GrowthPage(document.querySelector('main') ?? document.body, {
  changed: (state) => host.setState(state),
  chose: (panel) => say({ kind: 'choose', panel }),
});

// At once what was shown last; the extension's answer may take a moment.
const kept = readState(host.getState());
if (kept !== undefined) page.restore(kept);

window.addEventListener('message', ({ data }) => {
  const message = readMessageToPage(data);
  switch (message?.kind) {
    case 'show':
      page.show(message.content);
      break;
    case 'mark':
      page.mark(message.panel);
      break;
    case undefined:
      break;
  }
});
say({ kind: 'ready' });

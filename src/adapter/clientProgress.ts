import { Event, ProgressEndEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** The one DAP progress of a session, with Cancel; nothing for clients that do not show progress. */
export class ClientProgress {
  static readonly id = 'leak-loop';
  #state: 'before' | 'shown' | 'ended' = 'before';

  constructor(
    private readonly send: (event: DebugProtocol.Event) => void,
    private readonly supported: boolean,
  ) {}

  start(title: string, requestId: number | undefined): void {
    if (!this.supported) {
      return;
    }
    this.#state = 'shown';
    const body: DebugProtocol.ProgressStartEvent['body'] = {
      progressId: ClientProgress.id,
      title,
      cancellable: true,
      ...(requestId === undefined ? {} : { requestId }),
    };
    this.send(new Event('progressStart', body));
  }

  update(message: string): void {
    if (this.#state === 'shown') {
      this.send(new ProgressUpdateEvent(ClientProgress.id, message));
    }
  }

  end(): void {
    if (this.#state === 'shown') {
      this.#state = 'ended';
      this.send(new ProgressEndEvent(ClientProgress.id));
    }
  }
}

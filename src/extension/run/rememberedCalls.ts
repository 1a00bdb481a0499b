import type * as vscode from 'vscode';
import { RememberedExpressions } from './rememberedExpressions';
import { placeOf } from './placeOf';
import { takesArguments, type CallExpressions, type RunRequest } from './runRequest';

type What = keyof CallExpressions;

/** How functions were called last, by what the user said. */
export class RememberedCalls {
  readonly #memories: Readonly<Record<What, RememberedExpressions>>;

  constructor(memento: vscode.Memento) {
    this.#memories = {
      callArguments: new RememberedExpressions(memento, 'leakLoop.arguments'),
      callThis: new RememberedExpressions(memento, 'leakLoop.receivers'),
    };
  }

  async at(uri: vscode.Uri, position: vscode.Position): Promise<CallExpressions> {
    const { callArguments, callThis } = this.#memories;
    const [given, self] = await Promise.all([
      callArguments.at(uri, position),
      callThis.at(uri, position),
    ]);
    return {
      ...(given === undefined ? {} : { callArguments: given }),
      ...(self === undefined ? {} : { callThis: self }),
    };
  }

  /** What the request leaves open is as it was when the function was called last. */
  async completed(request: RunRequest): Promise<RunRequest> {
    if (!takesArguments(request)) return request;
    const { uri, position } = placeOf(request);
    return { ...(await this.at(uri, position)), ...request };
  }

  /** @param expression empty to forget */
  async set(
    what: What,
    uri: vscode.Uri,
    position: vscode.Position,
    expression: string,
  ): Promise<void> {
    await this.#memories[what].set(uri, position, expression);
  }
}

import type * as vscode from 'vscode';
import { RememberedExpressions, type RememberedArguments } from './rememberedExpressions';
import { placeOf } from './placeOf';
import { takesArguments, type CallExpressions, type RunRequest } from './runRequest';

/** What a pick can have of them without being searched. */
const mostOffered = 3;

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

  /** Arguments with which functions of a file were called, each once, the last first. */
  lastArguments(uri: vscode.Uri): readonly RememberedArguments[] {
    const byExpression = new Map<string, RememberedArguments>();
    for (const each of this.#memories.callArguments.inFile(uri)) {
      const isNew = each.expression !== '[]' && !byExpression.has(each.expression);
      if (isNew) byExpression.set(each.expression, each);
    }
    return [...byExpression.values()].slice(0, mostOffered);
  }

  /** Whoever runs the function does not wait for it. @param expression empty to forget */
  async set(
    what: What,
    uri: vscode.Uri,
    position: vscode.Position,
    expression: string,
  ): Promise<void> {
    await this.#memories[what].set(uri, position, expression);
  }
}

import type { GeneratedPosition } from '../../core/source/location';
import finderSource from './finder.target.js';
import type { InspectorClient } from '../protocol/inspectorClient';
import {
  callOn,
  elementsOf,
  evaluate,
  instantiate,
  release,
  valueOf,
  type RemoteObject,
} from '../protocol/remoteObject';

export interface FunctionPlace extends GeneratedPosition {
  readonly scriptId: string;
}

/** Searches the live heap without a snapshot and without running any of the program's code. */
export class Finder {
  private constructor(
    private readonly client: InspectorClient,
    private readonly finder: RemoteObject,
  ) {}

  /** Must happen before the program runs, so that the searches use the intrinsics as they were. */
  static async create(client: InspectorClient): Promise<Finder> {
    return new Finder(client, await instantiate(client, 'finder', finderSource));
  }

  /** Live functions whose source text is `text`; of classes where that is the text of one. */
  async functionsWithText(text: string, isClass = false): Promise<RemoteObject[]> {
    return this.#search('Function', 'withText', { value: text }, { value: isClass });
  }

  /** Live functions whose source text is one of these; no more than some hundred. */
  async functionsWithTexts(texts: readonly string[]): Promise<RemoteObject[]> {
    return this.#search('Function', 'withTexts', { value: texts });
  }

  /** Objects with an own property that is `fn`; only those that have it as `name`, where there are any. */
  async objectsHolding(fn: RemoteObject, name: string): Promise<RemoteObject[]> {
    return this.#search('Object', 'holding', fn, { value: name });
  }

  /** Classes with a static property that is `fn`; only those that have it as `name`, where there are any. */
  async classesHolding(fn: RemoteObject, name: string): Promise<RemoteObject[]> {
    return this.#search('Function', 'holding', fn, { value: name });
  }

  /** Live instances of the classes that have `method`, also as a getter or setter. */
  async instancesWith(method: RemoteObject): Promise<RemoteObject[]> {
    return this.#instancesOf(await this.#search('Function', 'prototypesWith', method));
  }

  /** Live instances of a class. */
  async instancesOf(classFn: RemoteObject): Promise<RemoteObject[]> {
    const declaration = `function () { return Object.getOwnPropertyDescriptor(this, 'prototype').value }`;
    const prototype = await callOn(this.client, classFn, declaration);
    return this.#instancesOf([{ objectId: prototype.objectId! }]);
  }

  /**
   * How what a module exports leads to objects, as expressions: `exports.pools[1]`. Undefined for those
   * that no property leads to. Of at most five objects.
   */
  async expressionsFor(
    namespace: RemoteObject,
    objects: readonly RemoteObject[],
  ): Promise<readonly (string | undefined)[]> {
    const found = await valueOf<readonly (string | null)[]>(
      this.client,
      this.finder,
      `function (namespace, a, b, c, d, e) { return this.expressionsFor(namespace, [a, b, c, d, e]) }`,
      [namespace, ...objects],
    );
    return objects.map((_object, index) => found[index] ?? undefined);
  }

  /** What leads to the class that has a method, from what a module exports; undefined where nothing does. */
  async exportedClassWith(
    namespace: RemoteObject,
    method: RemoteObject,
  ): Promise<string | undefined> {
    const declaration = `function (namespace, method) { return this.exportedClassWith(namespace, method) ?? null }`;
    const path = await valueOf<string | null>(this.client, this.finder, declaration, [
      namespace,
      method,
    ]);
    return path ?? undefined;
  }

  /** As {@link expressionsFor}, from the variables that a function can see: `pools[1]`. */
  async variablesFor(
    fn: RemoteObject,
    objects: readonly RemoteObject[],
  ): Promise<readonly (string | undefined)[]> {
    const found = await this.#withScopes(fn, (scopes) =>
      valueOf<readonly (string | null)[]>(
        this.client,
        this.finder,
        `function (scopes, a, b, c, d, e) { return this.variablesFor(scopes, [a, b, c, d, e]) }`,
        [scopes, ...objects],
      ),
    );
    return objects.map((_object, index) => found?.[index] ?? undefined);
  }

  /** What own data properties lead to, one after the other. Undefined where one of them is not there. */
  async follow(object: RemoteObject, keys: readonly string[]): Promise<RemoteObject | undefined> {
    const declaration = 'function (object, keys) { return this.follow(object, keys) }';
    const args = [object, { value: keys }];
    return handleOf(await callOn(this.client, this.finder, declaration, args));
  }

  /** What is in a variable that a function sees, in the scope so many around its innermost one. */
  async variableOf(
    fn: RemoteObject,
    depth: number,
    name: string,
  ): Promise<RemoteObject | undefined> {
    return this.#withScopes(fn, async (scopes) => {
      const declaration =
        'function (scopes, depth, name) { return this.variable(scopes, depth, name) }';
      const args = [scopes, { value: depth }, { value: name }];
      return handleOf(await callOn(this.client, this.finder, declaration, args));
    });
  }

  /** V8 lists the scopes that a function sees, innermost first. */
  async #withScopes<T>(
    fn: RemoteObject,
    use: (scopes: RemoteObject) => Promise<T>,
  ): Promise<T | undefined> {
    const { result, internalProperties = [] } = await this.client.send('Runtime.getProperties', {
      objectId: fn.objectId,
      ownProperties: true,
    });
    const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]')?.value?.objectId;
    try {
      return scopes === undefined ? undefined : await use({ objectId: scopes });
    } finally {
      // They would keep what the variables held once.
      for (const { value } of [...result, ...internalProperties]) {
        if (value?.objectId !== undefined) await release(this.client, { objectId: value.objectId });
      }
    }
  }

  /** One array of objects. */
  async listOf(objects: readonly RemoteObject[]): Promise<RemoteObject> {
    const list = await callOn(
      this.client,
      this.finder,
      'function (...all) { return all }',
      objects,
    );
    return { objectId: list.objectId! };
  }

  async #instancesOf(prototypes: readonly RemoteObject[]): Promise<RemoteObject[]> {
    const found: RemoteObject[] = [];
    for (const prototype of prototypes) {
      const { objects } = await this.client.send('Runtime.queryObjects', {
        prototypeObjectId: prototype.objectId,
      });
      const list = { objectId: objects.objectId! };
      found.push(...(await this.#call('instances', list)));
      await release(this.client, list);
    }
    return found;
  }

  /** What a module exports that can be called, by name. */
  async exportedFunctions(
    namespace: RemoteObject,
  ): Promise<{ readonly name: string; readonly fn: RemoteObject }[]> {
    const pairs = await this.#call('exportedFunctions', namespace);
    return Promise.all(
      pairs.map(async (pair) => {
        const name = await valueOf<string>(this.client, pair, 'function () { return this[0] }');
        const fn = await callOn(this.client, pair, 'function () { return this[1] }');
        return { name, fn: { objectId: fn.objectId! } };
      }),
    );
  }

  /** Whether a module exports nothing at all, as a script that is only run. */
  async exportsNothing(namespace: RemoteObject): Promise<boolean> {
    const declaration = 'function (namespace) { return this.exportsNothing(namespace) }';
    return valueOf(this.client, this.finder, declaration, [namespace]);
  }

  async isArray(value: RemoteObject): Promise<boolean> {
    return valueOf(this.client, this.finder, 'function (value) { return this.isArray(value) }', [
      value,
    ]);
  }

  /** Where V8 says that a function stands; undefined for native and bound functions. */
  async functionPlace(fn: RemoteObject): Promise<FunctionPlace | undefined> {
    const { result, internalProperties = [] } = await this.client.send('Runtime.getProperties', {
      objectId: fn.objectId,
      ownProperties: true,
    });
    // Among these are copies of the function's scopes. Kept, they would keep what the variables once
    // held: the beginning of a list of which the program has only the end.
    for (const { value } of [...result, ...internalProperties]) {
      if (value?.objectId !== undefined) await release(this.client, { objectId: value.objectId });
    }
    const place = internalProperties.find(({ name }) => name === '[[FunctionLocation]]');
    const at = place?.value?.value as
      { scriptId: string; lineNumber: number; columnNumber: number } | undefined;
    if (at === undefined) return undefined;
    return { scriptId: at.scriptId, line0: at.lineNumber, column0: at.columnNumber };
  }

  async #search(
    constructor: 'Function' | 'Object',
    search: string,
    ...args: (RemoteObject | { readonly value: unknown })[]
  ): Promise<RemoteObject[]> {
    const prototype = await evaluate(this.client, `${constructor}.prototype`);
    const { objects } = await this.client.send('Runtime.queryObjects', {
      prototypeObjectId: prototype.objectId!,
    });
    const list = { objectId: objects.objectId! };
    const found = await this.#call(search, list, ...args);
    await release(this.client, list);
    return found;
  }

  async #call(
    search: string,
    ...args: (RemoteObject | { readonly value: unknown })[]
  ): Promise<RemoteObject[]> {
    const { objectId } = await callOn(
      this.client,
      this.finder,
      `function (list, a, b) { return this.${search}(list, a, b) }`, // spreading would run the program's iterator
      args,
    );
    const list = { objectId: objectId! };
    const found = await elementsOf(this.client, list);
    await release(this.client, list);
    return found.map((each) => ({ objectId: each.objectId! }));
  }
}

function handleOf({ objectId }: { readonly objectId?: string }): RemoteObject | undefined {
  return objectId === undefined ? undefined : { objectId };
}

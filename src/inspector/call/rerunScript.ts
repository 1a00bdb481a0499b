import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors';
import type { InspectorClient } from '../protocol/inspectorClient';
import {
  callOn,
  runOn,
  evaluate,
  instantiate,
  release,
  type RemoteObject,
} from '../protocol/remoteObject';
import scriptSource from './script.target.js';
import type { Target } from '../process/target';
import { option, said } from '../../core/report/sentence';

/** A function that runs a whole file once more. */
export interface Rerun {
  readonly fn: RemoteObject;
  readonly isEsModule: boolean;
}

/**
 * Makes a function of a file that is loaded. Of an ES module Node's module map keeps each evaluation:
 * it is made to let go of the one before, so that only what is kept elsewhere accumulates.
 *
 * @throws UserError `no-function` where that is not possible
 */
export async function rerunScript(
  { client, harness, description }: Pick<Target, 'client' | 'harness' | 'description'>,
  file: string,
): Promise<Rerun> {
  if (description.kind !== 'launch') {
    throw new UserError(
      'no-function',
      said`A whole file is run again only in a process of its own, with ${option('--script')}. Here, choose one of its functions.`,
    );
  }
  const scripts = await instantiate(client, 'script', scriptSource);
  const required = await runOn(
    client,
    scripts,
    'function (file, harness) { return this.commonJs(file, harness.begin) }',
    [{ value: file }, harness],
  );
  if (required.objectId !== undefined) {
    return { fn: { objectId: required.objectId }, isEsModule: false };
  }
  const cache = await moduleMap(client);
  if (cache === undefined) {
    throw new UserError(
      'no-function',
      said`${file} is an ES module, and Node ${description.nodeVersion} cannot be made to evaluate one again. Choose one of its functions, or run it with Node 20 or newer (${option('--node')}).`,
    );
  }
  const imported = await runOn(
    client,
    scripts,
    'function (url, harness, cache) { return this.esModule(url, (each) => harness.load(each), cache) }',
    [{ value: pathToFileURL(file).href }, harness, cache],
  );
  return { fn: { objectId: imported.objectId! }, isEsModule: true };
}

/** Node's map of ES modules by their URLs, by way of a function that has its loader in scope; undefined on Node 18. */
async function moduleMap(client: InspectorClient): Promise<RemoteObject | undefined> {
  const { objectId } = await evaluate(client, `require('node:module').register`);
  if (objectId === undefined) return undefined;
  for (const scope of await valuesIn(client, await scopesOf(client, { objectId }))) {
    for (const loader of await valuesIn(client, scope)) {
      const cache = await callOn(client, loader, mapOfLoader, [{ value: 'loadCache' }]);
      if (cache.objectId !== undefined) return { objectId: cache.objectId };
      await release(client, loader);
    }
    await release(client, scope);
  }
  return undefined;
}

const mapOfLoader = `function (name) {
  const { value } = Object.getOwnPropertyDescriptor(this, name) ?? {};
  return Object.prototype.toString.call(value) === '[object Map]' ? value : undefined;
}`;

async function scopesOf(client: InspectorClient, fn: RemoteObject): Promise<RemoteObject> {
  const { internalProperties = [] } = await client.send('Runtime.getProperties', {
    objectId: fn.objectId,
    ownProperties: true,
  });
  const scopes = internalProperties.find(({ name }) => name === '[[Scopes]]');
  return { objectId: scopes!.value!.objectId! };
}

/** The objects that an object's properties are; of scopes their variables, without the globals. */
async function valuesIn(
  client: InspectorClient,
  { objectId }: RemoteObject,
): Promise<readonly RemoteObject[]> {
  const { result } = await client.send('Runtime.getProperties', { objectId, ownProperties: true });
  return result.flatMap(({ value }) =>
    value?.type === 'object' && value.objectId !== undefined && value.description !== 'Global'
      ? [{ objectId: value.objectId }]
      : [],
  );
}

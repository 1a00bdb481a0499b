import type { Protocol } from 'devtools-protocol';
import type { Origin } from '../../core/loop/parts';
import { ownScripts } from '../../core/source/ownScripts';
import { isHoldScript } from '../../runners/holdScript';

type Frame = Protocol.Runtime.CallFrame;

/** Scripts of ours that call the program for the driver, beside those that hold a test. Others record on its stacks, and are looked for there. */
const callingScripts = ['consumer', 'script'].map((name) => `${ownScripts}${name}`);

/** The functions of our driver under which the program's own allocations stand. */
const callingFunctions = ['run', 'call', 'callWithCallback'];

/**
 * So many functions of one name are told apart under one caller. What each call compiles anew (`eval`,
 * a vm script, a module with another query string) stands in another script each time, or elsewhere in
 * it: a site for each call would never be seen to grow.
 */
const mostVariants = 16;

/**
 * Gives each allocation stack one number for good: V8 numbers its nodes anew after it pruned them.
 *
 * A stack begins below our driver, so that the same call of the function is the same site in every
 * batch; what the driver and V8 allocate for themselves is site 0.
 */
export class SiteTable {
  /** By caller and name: the sites that are told apart. */
  readonly #variants = new Map<string, Map<string, number>>();
  readonly #frames: (Frame | undefined)[] = [undefined];
  readonly #parents: number[] = [0];

  constructor(private readonly driverScriptId: string) {}

  /** The site of each node of a profile. */
  resolve(head: Protocol.HeapProfiler.SamplingHeapProfileNode): Map<number, number> {
    const siteOfNode = new Map<number, number>();
    const pending = [{ node: head, parent: 0, isCalled: false }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, parent } = next;
      const { callFrame } = node;
      const isDriver = callFrame.scriptId === this.driverScriptId;
      if (isDriver && !callingFunctions.includes(callFrame.functionName)) continue;
      // Below the driver, code without a URL is what the program compiled, or the expression of its arguments.
      const isCalled = next.isCalled || isDriver;
      const isNobodys =
        isDriver ||
        callsForDriver(callFrame) ||
        isPseudo(callFrame) ||
        (!isCalled && isWrapper(callFrame));
      const site = isNobodys ? parent : this.#number(callFrame, parent);
      siteOfNode.set(node.id, site);
      for (const child of node.children) pending.push({ node: child, parent: site, isCalled });
    }
    return siteOfNode;
  }

  /** Frames of a site, the allocating function first. */
  stack(site: number): readonly Frame[] {
    const frames: Frame[] = [];
    for (let at = site; at !== 0; at = this.#parents[at]!) frames.push(this.#frames[at]!);
    return frames;
  }

  /** The part of the program that a site belongs to, and whether any of its frames is the program's. */
  origin(site: number): Origin {
    let part = site;
    let isProgram = false;
    for (let at = site; at !== 0; at = this.#parents[at]!) {
      part = at;
      isProgram ||= isOfProgram(this.#frames[at]!);
    }
    return { part, isProgram };
  }

  #number(frame: Frame, parent: number): number {
    const { functionName, url, lineNumber, columnNumber } = frame;
    const name = `${parent} ${String(isOfProgram(frame))} ${functionName}`;
    let variants = this.#variants.get(name);
    if (variants === undefined) this.#variants.set(name, (variants = new Map<string, number>()));
    // Not by script: a file that is loaded again is the same one.
    const own = `${lineNumber}:${columnNumber} ${url}`;
    const key = variants.size < mostVariants || variants.has(own) ? own : 'others';
    let site = variants.get(key);
    if (site === undefined) {
      site = this.#frames.length;
      variants.set(key, site);
      this.#frames.push(frame);
      this.#parents.push(parent);
    }
    return site;
  }
}

/** Neither Node's nor V8's own; scripts that are evaluated have no URL but a number. */
function isOfProgram({ url, scriptId }: Frame): boolean {
  return url === '' ? scriptId !== '0' : !url.startsWith('node:');
}

function callsForDriver({ url }: Frame): boolean {
  return callingScripts.includes(url) || isHoldScript(url);
}

/** Such as `(GC)`, for what V8 does on its own account. */
function isPseudo({ url, functionName }: Frame): boolean {
  return url === '' && /^\(.*\)$/.test(functionName);
}

/** What the inspector compiles around our requests. */
function isWrapper({ url, functionName }: Frame): boolean {
  return url === '' && functionName === '';
}

import { Handles, Scope, Source, StackFrame } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { basename } from 'node:path';
import { describeGrowth, describeHolder, ownLocation } from '../core/report/describeCause';
import type { LeakReport } from '../core/report/report';
import { said } from '../core/report/sentence';
import { terminalLine } from '../core/report/terminalText';
import type { HeldSurvivors } from '../diagnose';
import type { HeldProperty, HeldValue } from '../inspector/hold/heldValue';
import { statsOf } from '../statsOf';
import type { Say } from './clientLanguage';

/** What a reference of the protocol stands for: the survivors of a cause, or an object. */
type Viewed =
  | { readonly kind: 'group'; readonly number: number }
  | { readonly kind: 'object'; readonly value: HeldValue; readonly path: string | undefined };

/**
 * Held survivors as a debugger shows a stopped program: one frame at the line that adds, a scope for each cause,
 * in it its survivors, in these their fields. Values are text of the program's, and shown as that.
 */
export class HeldView {
  readonly #viewed = new Handles<Viewed>();

  constructor(
    private readonly report: LeakReport,
    private readonly survivors: HeldSurvivors,
    private readonly say: Say,
  ) {}

  /** The place of the first cause; in the generated file where the source is missing. */
  frame(): DebugProtocol.StackFrame {
    const { function: looped, suspects } = this.report;
    const [first] = suspects;
    const place = (first && ownLocation(first)) ?? looped.location;
    const isThere = statsOf(place.file) !== undefined;
    const { file, line, column } = isThere ? place : (place.generated ?? place);
    const source = new Source(basename(file), file);
    const name = this.say(said`what ${terminalLine(looped.name)} leaks`);
    return new StackFrame(1, name, source, line, column);
  }

  scopes(): DebugProtocol.Scope[] {
    return this.survivors.groups.map(({ suspect }, number) => {
      const name = terminalLine(`${describeHolder(suspect)} ${this.say(describeGrowth(suspect))}`);
      return new Scope(name, this.#viewed.create({ kind: 'group', number }));
    });
  }

  /** @throws whatever reading from a process that is gone throws */
  async variables({
    variablesReference,
    filter,
    start = 0,
    count = 0,
  }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const viewed = this.#viewed.get(variablesReference, unknownReference);
    if (viewed.kind === 'group') {
      const survivors = this.survivors.groups[viewed.number]?.survivors ?? [];
      return survivors.map((value, i) =>
        this.#variable(`[${i}]`, value, `$leaked[${viewed.number}][${i}]`),
      );
    }
    const properties = await this.survivors.propertiesOf(viewed.value.object!);
    return properties
      .filter((each) => filter === undefined || isIndex(each.name) === (filter === 'indexed'))
      .slice(start, count === 0 ? undefined : start + count)
      .map((each) => this.#propertyOf(viewed.path, each));
  }

  /** @param mayChange false for what the editor evaluates by itself, such as on hovering */
  async evaluate(expression: string, mayChange: boolean): Promise<DebugProtocol.Variable> {
    const answer = await this.survivors.evaluate(expression, mayChange);
    if (answer.kind === 'thrown') throw new Error(answer.text);
    return this.#variable('', answer.value, `(${expression})`);
  }

  #propertyOf(
    path: string | undefined,
    { name, value, ...kind }: HeldProperty,
  ): DebugProtocol.Variable {
    const variable = this.#variable(name, value, kind.isNamed ? pathTo(path, name) : undefined);
    return kind.isInternal
      ? { ...variable, presentationHint: { visibility: 'internal' } }
      : variable;
  }

  #variable(name: string, value: HeldValue, path: string | undefined): DebugProtocol.Variable {
    return {
      name: terminalLine(name),
      value: terminalLine(value.text),
      type: value.type,
      variablesReference:
        value.object === undefined ? 0 : this.#viewed.create({ kind: 'object', value, path }),
      ...(path === undefined ? {} : { evaluateName: path }),
      ...elementsOf(value),
    };
  }
}

/** So that a long list is asked for in pieces. */
function elementsOf({ type, text }: HeldValue): { readonly indexedVariables?: number } {
  const [, length] = /^(?:typed)?array$/.test(type) ? (/\((\d+)\)$/.exec(text) ?? []) : [];
  return length === undefined ? {} : { indexedVariables: Number(length) };
}

/** What an outdated reference stands for: nothing. */
const unknownReference: Viewed = { kind: 'group', number: -1 };

/** An expression for a property of what `path` leads to. */
function pathTo(path: string | undefined, name: string): string | undefined {
  if (path === undefined) return undefined;
  if (isIndex(name)) return `${path}[${name}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `${path}.${name}`
    : `${path}[${JSON.stringify(name)}]`;
}

function isIndex(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name);
}

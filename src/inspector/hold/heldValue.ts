import type { Protocol } from 'devtools-protocol';
import type { RemoteObject } from '../protocol/remoteObject';

/** A value in the target as one line of text. */
export interface HeldValue {
  /** `Session`, `Array(3)`, `'ada'`, `42`; `(…)` for what only a getter of the program could tell. */
  readonly text: string;
  readonly type: string;
  /** Of what has properties of its own. */
  readonly object?: RemoteObject;
}

export interface HeldProperty {
  readonly name: string;
  readonly value: HeldValue;
  /** `[[Prototype]]`, `[[Entries]]` and the like, which V8 adds. */
  readonly isInternal: boolean;
  /** A private field, or a key that is a symbol: no path in JavaScript leads there by name. */
  readonly isNamed: boolean;
}

/** As V8 describes it, which runs nothing of the program's. */
export function heldValue(value: Protocol.Runtime.RemoteObject): HeldValue {
  const { type, subtype, objectId } = value;
  return {
    text: textOf(value),
    type: subtype ?? type,
    ...(objectId === undefined || type === 'symbol' ? {} : { object: { objectId } }),
  };
}

const longestText = 10_000;

function textOf(value: Protocol.Runtime.RemoteObject): string {
  const { type, subtype, description, unserializableValue } = value;
  if (subtype === 'null' || type === 'undefined') return subtype ?? type;
  if (type === 'string') return JSON.stringify((value.value as string).slice(0, longestText));
  // A function's is its source, an error's its stack: the first line tells which.
  if (type === 'function' || subtype === 'error') return description?.split('\n', 1)[0] ?? type;
  return (unserializableValue ?? description ?? String(value.value)).slice(0, longestText);
}

/** What is not read, because reading it would run code of the program. */
export const unreadValue: HeldValue = { text: '(…)', type: 'accessor' };

/** Own properties, private ones, and what V8 tells besides. */
export function heldProperties(
  answer: Protocol.Runtime.GetPropertiesResponse,
): readonly HeldProperty[] {
  const { result, privateProperties = [], internalProperties = [] } = answer;
  return [
    ...result.map(({ name, value, symbol }) => property(name, value, false, symbol === undefined)),
    ...privateProperties.map(({ name, value }) => property(name, value, false, false)),
    ...internalProperties.map(({ name, value }) => property(name, value, true, false)),
  ];
}

function property(
  name: string,
  value: Protocol.Runtime.RemoteObject | undefined,
  isInternal: boolean,
  isNamed: boolean,
): HeldProperty {
  return {
    name,
    value: value === undefined ? unreadValue : heldValue(value),
    isInternal,
    isNamed,
  };
}

import { targetNamed } from '../heap/heapGraph';
import { nameOf, typeOf, type HeapIndex } from '../heap/heapIndex';
import { proxyName } from './proxy';
import { typeNames } from './typeNames';

/** Prototypes that a search goes up at most. */
const mostPrototypes = 20;

/**
 * The class of an object. V8 names the constructor that made it, which is a parent's where the
 * prototype was set afterwards: Node makes an AbortSignal of an EventTarget.
 */
export function className(index: HeapIndex, object: number): string {
  const { graph } = index;
  const name = programName(typeNames(graph).text(object));
  const prototype = targetNamed(index.graph, object, 'property', '__proto__');
  const constructor =
    prototype === undefined
      ? undefined
      : targetNamed(index.graph, prototype, 'property', 'constructor');
  if (constructor === undefined || typeOf(graph, constructor) !== 'closure') return name;
  if (targetNamed(index.graph, constructor, 'property', 'prototype') !== prototype) return name;
  const own = nameOf(graph, constructor);
  const given = givenName(index, constructor);
  if (own === name) return given ?? name;
  if (own === '' && given === undefined) return name;
  return inheritsFrom(index, prototype!, name) ? (given ?? own) : name;
}

/**
 * What a program names a class afterwards, as a factory of classes does, or a bundler that shortens their names in the
 * source. (The name from the source is no property of V8's drawing.)
 */
function givenName(index: HeapIndex, constructor: number): string | undefined {
  const value = targetNamed(index.graph, constructor, 'property', 'name');
  if (value === undefined || typeOf(index.graph, value) !== 'string') return undefined;
  return nameOf(index.graph, value) || undefined;
}

/** V8 has a name of its own for what a program knows by another. */
function programName(name: string): string {
  return name === proxyName ? 'Proxy' : name;
}

/** Whether a class of this name is among those that an object's prototypes belong to. */
export function inheritsFrom(index: HeapIndex, object: number, name: string): boolean {
  let at = targetNamed(index.graph, object, 'property', '__proto__');
  for (let step = 0; at !== undefined && step < mostPrototypes; step++) {
    // Of a class that Node made natively, the prototype bears the name and has no constructor.
    if (nameOf(index.graph, at) === name) return true;
    const constructor = targetNamed(index.graph, at, 'property', 'constructor');
    if (constructor !== undefined && nameOf(index.graph, constructor) === name) return true;
    at = targetNamed(index.graph, at, 'property', '__proto__');
  }
  return false;
}

import { targetNamed, type HeapGraph } from '../heap/heapGraph';

/** The types of one snapshot's functions and objects, where V8 has another name for each of one type. */
export function typeNames(graph: HeapGraph): TypeNames {
  const known = namesOf.get(graph) ?? new TypeNames(graph);
  namesOf.set(graph, known);
  return known;
}

const namesOf = new WeakMap<HeapGraph, TypeNames>();

/**
 * Code that is made at run time may number what it declares: a schema that is compiled anew makes `validate7`, the
 * next one `validate8`. To a reader both are `validate…`, and so are objects of such a class. And V8 calls an object
 * by its own `Symbol.toStringTag` where it has one, be it the number of an order: that one is an `Object`.
 */
class TypeNames {
  /** By the index of a name: the first of those that differ from it in their numbers only. */
  readonly #keys = new Map<number, number>();
  readonly #firstAlike = new Map<string, number>();
  readonly #withNumber = new Map<number, boolean>();
  #functions: Map<number, number> | undefined;

  constructor(private readonly graph: HeapGraph) {}

  /** What a reader calls a function or an object by. */
  text(node: number): string {
    const own = this.graph.strings.get(this.graph.nodeName[this.#namesake(node)]!);
    return this.#isNumbered(node) ? withoutNumbers(own) : own;
  }

  /** As {@link text}: the index of a name, the same one for all that are called the same. */
  key(node: number): number {
    const own = this.graph.nodeName[this.#namesake(node)]!;
    if (!this.#isNumbered(node)) return own;
    const known = this.#keys.get(own);
    if (known !== undefined) return known;
    const text = withoutNumbers(this.graph.strings.get(own));
    const key = this.#firstAlike.get(text) ?? own;
    this.#firstAlike.set(text, key);
    this.#keys.set(own, key);
    return key;
  }

  /** The node that bears the name of the type: the constructor of an object that names itself. */
  #namesake(node: number): number {
    const { graph } = this;
    if (this.#isFunction(node) || this.#functionNamed(graph.nodeName[node]!) !== undefined) {
      return node;
    }
    const tag = targetNamed(graph, node, 'property', toStringTag);
    if (tag === undefined || graph.nodeName[tag] !== graph.nodeName[node]) return node;
    const prototype = targetNamed(graph, node, 'property', '__proto__');
    const constructor = prototype && targetNamed(graph, prototype, 'property', 'constructor');
    return constructor !== undefined && this.#isFunction(constructor) ? constructor : node;
  }

  /** By its name first: most have no number in it, and many nodes are asked for. */
  #isNumbered(node: number): boolean {
    const { graph } = this;
    const name = graph.nodeName[node]!;
    let mayBe = this.#withNumber.get(name);
    if (mayBe === undefined) {
      mayBe = /\d/.test(graph.strings.get(name));
      this.#withNumber.set(name, mayBe);
    }
    if (!mayBe) return false;
    const declared = this.#isFunction(node) ? node : this.#functionNamed(name);
    return declared !== undefined && isMadeAtRunTime(graph, declared);
  }

  #isFunction(node: number): boolean {
    return this.graph.nodeTypes[this.graph.nodeType[node]!] === 'closure';
  }

  #functionNamed(name: number): number | undefined {
    this.#functions ??= functionsByName(this.graph);
    return this.#functions.get(name);
  }
}

function functionsByName({
  nodeCount,
  nodeType,
  nodeTypes,
  nodeName,
}: HeapGraph): Map<number, number> {
  const closure = nodeTypes.indexOf('closure');
  const functions = new Map<number, number>();
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] === closure) functions.set(nodeName[node]!, node);
  }
  return functions;
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '…');
}

/** Whether a function's script has no name: it was never in a file. */
function isMadeAtRunTime(graph: HeapGraph, closure: number): boolean {
  const code = targetNamed(graph, closure, 'internal', 'shared');
  const script = code && targetNamed(graph, code, 'internal', ...scriptLabels);
  return script !== undefined && graph.strings.get(graph.nodeName[script]!) === '';
}

/** Before Node 22, and since. */
const scriptLabels = ['script_or_debug_info', 'script'];

const toStringTag = '<symbol Symbol.toStringTag>';

import { edgeLabel, type HeapGraph } from '../heap/heapGraph';

/**
 * Code that is made at run time may number its functions: a schema that is compiled anew makes `validate7`, the
 * next one `validate8`. To a reader both are `validate…`.
 *
 * @returns what V8 calls the function, without numbers where it is of such code
 */
export function functionText(graph: HeapGraph, closure: number): string {
  const text = graph.strings.get(graph.nodeName[closure]!);
  return isMadeAtRunTime(graph, closure) ? withoutNumbers(text) : text;
}

/** As {@link functionText}: the index of a name, the same one for all that are called the same. */
export function functionNameKey(graph: HeapGraph, closure: number): number {
  const own = graph.nodeName[closure]!;
  const key = keysOf(graph).get(own);
  return key === own || !isMadeAtRunTime(graph, closure) ? own : key;
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '…');
}

/** Whether a function's script has no name: it was never in a file. */
function isMadeAtRunTime(graph: HeapGraph, closure: number): boolean {
  const code = targetOf(graph, closure, ['shared']);
  const script = code && targetOf(graph, code, scriptLabels);
  return script !== undefined && graph.strings.get(graph.nodeName[script]!) === '';
}

/** Before Node 22, and since. */
const scriptLabels = ['script_or_debug_info', 'script'];

function targetOf(graph: HeapGraph, node: number, labels: readonly string[]): number | undefined {
  for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
    if (labels.includes(edgeLabel(graph, edge))) return graph.edgeTo[edge];
  }
  return undefined;
}

/** For each name that a snapshot was asked for: the first of those that differ from it in their numbers only. */
class Keys {
  readonly #keys = new Map<number, number>();
  readonly #first = new Map<string, number>();

  constructor(private readonly graph: HeapGraph) {}

  get(name: number): number {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const text = withoutNumbers(this.graph.strings.get(name));
    const key = this.#first.get(text) ?? name;
    this.#first.set(text, key);
    this.#keys.set(name, key);
    return key;
  }
}

const keys = new WeakMap<HeapGraph, Keys>();

function keysOf(graph: HeapGraph): Keys {
  const known = keys.get(graph) ?? new Keys(graph);
  keys.set(graph, known);
  return known;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dominatingEdge } from '../../src/core/causes/dominatingEdge';
import { edgeLabel } from '../../src/core/heap/heapGraph';
import { indexHeap } from '../../src/core/heap/heapIndex';
import { buildHeap, type NodeBuilder } from './graphDsl';

test('what one variable leads to hangs from that one, through whatever it dominates', () => {
  assert.equal(
    edgeTo(({ far }) => far),
    'rate',
  );
});

test('what several variables lead to together hangs from the nearest of them, not from any other', () => {
  assert.equal(
    edgeTo(({ shared }) => shared),
    'label',
  );
});

interface Scope {
  readonly context: NodeBuilder;
  /** `rate` alone leads there. */
  readonly far: NodeBuilder;
  /** `label` leads there, and `rate` in one step more. */
  readonly shared: NodeBuilder;
}

/** The name of the edge by which a scope of three variables leads to a node. */
function edgeTo(node: (scope: Scope) => NodeBuilder): string {
  let scope!: Scope;
  const { graph } = buildHeap(({ root, object }) => {
    const [context, helper, rate, label] = [object('Context'), ...threeOf(object)] as const;
    const [far, node, shared] = threeOf(object);
    root.element(1, context);
    context.context('helper', helper).context('rate', rate).context('label', label);
    rate.property('far', far).property('node', node);
    node.property('next', shared);
    label.property('node', shared);
    scope = { context, far, shared };
  });
  const index = indexHeap(graph, []);
  return edgeLabel(graph, dominatingEdge(index, scope.context.ordinal, node(scope).ordinal));
}

function threeOf(object: (name: string) => NodeBuilder): [NodeBuilder, NodeBuilder, NodeBuilder] {
  return [object('Object'), object('Object'), object('Object')];
}

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Protocol } from 'devtools-protocol';
import { SiteTable } from '../../src/inspector/loop/siteTable';

type Node = Protocol.HeapProfiler.SamplingHeapProfileNode;

const driver = '7';
let lastId = 0;

function node(frame: Partial<Protocol.Runtime.CallFrame>, children: readonly Node[] = []): Node {
  const callFrame = {
    functionName: '',
    url: '',
    scriptId: '1',
    lineNumber: 0,
    columnNumber: 0,
    ...frame,
  };
  return { id: ++lastId, selfSize: 0, callFrame, children: [...children] };
}

function root(...children: readonly Node[]): Node {
  return node({ functionName: '(root)', scriptId: '0' }, children);
}

/** What our driver calls, under the wrapper that the inspector compiles. */
function called(...children: readonly Node[]): Node {
  const run = node({ functionName: 'run', url: 'leak-loop:driver', scriptId: driver }, children);
  return root(node({}, [run]));
}

const show = { functionName: 'show', url: 'file:///app/main.mjs', lineNumber: 3 };
/** The top level of a script that is evaluated, as V8 gives it. */
const evaluated = { lineNumber: -1, columnNumber: -1 };

test('code that each call compiles anew is one site, whatever script it stands in', () => {
  const sites = new SiteTable(driver);
  const siteOf = (scriptId: string): number => {
    const code = node({ ...evaluated, scriptId });
    return sites.resolve(called(node(show, [code]))).get(code.id)!;
  };
  const first = siteOf('100');
  assert.notEqual(first, 0, 'it is the program’s');
  for (const scriptId of ['101', '102', '200']) assert.equal(siteOf(scriptId), first);
});

test('scripts and positions that are new with each call make no more than some sites', () => {
  const sites = new SiteTable(driver);
  const seen = new Set<number>();
  for (let call = 0; call < 1_000; call++) {
    const url = `file:///app/settings.mjs?at=${call}`;
    const code = node({ functionName: 'load', url, scriptId: String(call), columnNumber: call });
    const other = node({ ...show, functionName: 'store' });
    const siteOfNode = sites.resolve(called(node(show, [code, other])));
    assert.notEqual(siteOfNode.get(other.id), siteOfNode.get(code.id));
    seen.add(siteOfNode.get(code.id)!);
  }
  assert.ok(seen.size <= 20, `${seen.size} sites`);
});

test('the expression of the arguments is a part of its own, and the program’s', () => {
  const sites = new SiteTable(driver);
  const [fn, argsOf] = [node(show), node({ scriptId: '50', columnNumber: 24 })];
  const siteOfNode = sites.resolve(called(fn, argsOf));
  const origins = [fn, argsOf].map(({ id }) => sites.origin(siteOfNode.get(id)!));
  assert.deepEqual(
    origins.map(({ isProgram }) => isProgram),
    [true, true],
  );
  assert.equal(new Set(origins.map(({ part }) => part)).size, 2);
});

test('what V8 does on its own account in the middle of a call belongs to the call', () => {
  const sites = new SiteTable(driver);
  const pseudo = node({ functionName: '(deopt)', scriptId: '0' });
  const fn = node(show, [pseudo]);
  const siteOfNode = sites.resolve(called(fn));
  assert.equal(siteOfNode.get(pseudo.id), siteOfNode.get(fn.id));
});

test('functions of one name that a function calls are told apart by where they stand', () => {
  const sites = new SiteTable(driver);
  const [one, other] = [node({ ...show, lineNumber: 8 }), node({ ...show, lineNumber: 9 })];
  const siteOfNode = sites.resolve(called(node(show, [one, other])));
  assert.notEqual(siteOfNode.get(one.id), siteOfNode.get(other.id));
});

import CDP from 'chrome-remote-interface';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Runs a program in a child and has it write a snapshot of itself at its end. */
export async function snapshotOf(node: string, program: string): Promise<readonly Uint8Array[]> {
  const folder = mkdtempSync(join(tmpdir(), 'heap-'));
  try {
    const file = join(folder, 'child.heapsnapshot');
    const script = join(folder, 'child.cjs');
    // From the event loop: what a module's own call has on the stack is in nobody's way then.
    const end = `setImmediate(() => require('v8').writeHeapSnapshot(${JSON.stringify(file)}));`;
    writeFileSync(script, `${program};\n${end}`);
    const child = spawn(node, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the child ended with ${String(code)}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of createReadStream(file)) chunks.push(chunk as Uint8Array);
    return chunks;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The snapshot that ends the tracking of allocations, as it comes over the inspector protocol.
 *
 * @param expression evaluated in the child while it is tracked
 */
export async function trackedSnapshotOf(
  node: string,
  expression: string,
): Promise<readonly string[]> {
  const program = "setInterval(() => {}, 1e6); console.log('ready')";
  const child = spawn(node, ['--inspect=127.0.0.1:0', '-e', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    // Before its program has begun, the child has no `require` yet.
    await once(child.stdout, 'data');
    const client = await CDP({ target: await inspectorUrl(child), local: true });
    const chunks: string[] = [];
    client.HeapProfiler.on('addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
    await client.HeapProfiler.startTrackingHeapObjects({ trackAllocations: true });
    await client.Runtime.evaluate({ expression });
    await client.HeapProfiler.stopTrackingHeapObjects({ reportProgress: false });
    await client.close();
    return chunks;
  } finally {
    child.kill('SIGKILL');
  }
}

async function inspectorUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stderr!)) {
    const url = /ws:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the child has no inspector');
}

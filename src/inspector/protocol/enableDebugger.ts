import type { InspectorClient } from './inspectorClient';

/**
 * Switches V8's debugger domain on for what it tells, without our ever stopping the process: at a
 * `debugger` statement it would wait for somebody to continue it. Conditions of breakpoints are evaluated
 * all the same, and a debugger of somebody else's stops as before. Lasts until `Debugger.disable`.
 */
export async function enableDebugger(client: InspectorClient): Promise<void> {
  await client.send('Debugger.setSkipAllPauses', { skip: true });
  await client.send('Debugger.enable', {});
}

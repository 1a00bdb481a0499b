import type { InspectorClient } from '../protocol/inspectorClient';

/** Makes V8 leave all optimised code, as it does when it starts to count coverage. */
export async function leaveOptimizedCode(client: InspectorClient): Promise<void> {
  await client.send('Profiler.enable');
  await client.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await client.send('Profiler.stopPreciseCoverage');
  await client.send('Profiler.disable');
}

import {
  descriptorOwners,
  type DescriptorNote,
  type DescriptorOwner,
} from '../../core/causes/descriptorOwners';
import type { GrowthSite } from '../../core/report/report';
import { collectPatiently } from '../loop/collect';
import { guardedRun } from '../loop/guardedRun';
import { RecordingBreakpoints } from '../watch/recordingBreakpoints';
import { callOn, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import { SourceTerms, userFrame } from '../describe/sourceTerms';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import type { WatchPlan } from '../watch/watchCauses';
import type { WatchedStore } from '../watch/growthWatch';

const fewestCalls = 3;
const mostCalls = 50;

/**
 * Some more calls, in which every entry into Node's file system notes what is open: the line that
 * opens what stays open. Undefined where no such call has to do with it, as with sockets.
 *
 * @param perCall descriptors that each call leaves open
 */
export async function watchOpenFiles(
  target: Target,
  scripts: Scripts,
  perCall: number,
  plan: WatchPlan,
): Promise<GrowthSite | undefined> {
  const calls = Math.min(mostCalls, Math.max(fewestCalls, Math.ceil(fewestCalls / perCall)));
  await using log = await DescriptorLog.open(target);
  const before = await log.openNow();
  await log.whileNoting(() =>
    guardedRun(target, calls, Number.MAX_SAFE_INTEGER, plan.callTimeoutMillis),
  );
  await collectPatiently(target);
  const after = await log.openNow();
  const stores = await log.notes();
  const terms = new SourceTerms(scripts);
  const stacks = await Promise.all(stores.map(({ frames }) => terms.stack(frames)));
  const frames = stacks.map((stack) => userFrame(stack));
  const notes = stores.map(({ key }) => JSON.parse(key) as DescriptorNote);
  const owners = descriptorOwners(before, notes, after, (note) => frames[note] !== undefined);
  const chosen = mostFrequent(owners, ({ note }) => JSON.stringify(frames[note]!.location));
  if (chosen === undefined) return undefined;
  const { location } = frames[chosen.note]!;
  const how = chosen.isCertain ? 'watched' : 'found in source';
  return { location, stack: stacks[chosen.note]!, how };
}

/** One whose place most of them share. */
function mostFrequent(
  owners: readonly DescriptorOwner[],
  placeOf: (owner: DescriptorOwner) => string,
): DescriptorOwner | undefined {
  const votes = new Map<string, number>();
  for (const owner of owners) votes.set(placeOf(owner), (votes.get(placeOf(owner)) ?? 0) + 1);
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  return owners.find((owner) => placeOf(owner) === best?.[0]);
}

/** Our script in the target that notes what is open. */
class DescriptorLog implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly log: RemoteObject,
    private readonly records: RemoteObject,
  ) {}

  static async open(target: Target): Promise<DescriptorLog> {
    const records = await target.watches.openRecords();
    const log = await callOn(
      target.client,
      target.descriptors,
      'function (records) { return this(records) }',
      [records],
    );
    return new DescriptorLog(target, { objectId: log.objectId! }, records);
  }

  openNow(): Promise<DescriptorNote['open']> {
    return valueOf(this.target.client, this.log, 'function () { return this.openNow() }');
  }

  /** Every note that was made, as what was recorded with its stack. */
  notes(): Promise<WatchedStore[]> {
    return valueOf(this.target.client, this.records, 'function () { return this.results() }');
  }

  async whileNoting(run: () => Promise<unknown>): Promise<void> {
    const { client } = this.target;
    await using breakpoints = await RecordingBreakpoints.open(this.target);
    const note = await callOn(client, this.log, 'function () { return this.note }');
    const functions = await callOn(client, this.log, 'function () { return this.functions() }');
    const name = await breakpoints.expose({ objectId: note.objectId! });
    const { result } = await client.send('Runtime.getProperties', {
      objectId: functions.objectId!,
      ownProperties: true,
    });
    const handles = result.flatMap(({ value }) => value?.objectId ?? []);
    for (const objectId of handles) {
      // An arrow function has no arguments of its own.
      await breakpoints.addOnCall(
        { objectId },
        `${name}(typeof arguments === 'object' ? arguments[0] : undefined)`,
      );
    }
    await run();
    for (const objectId of [...handles, functions.objectId!, note.objectId!]) {
      await release(client, { objectId });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await release(this.target.client, this.log);
    await release(this.target.client, this.records);
  }
}

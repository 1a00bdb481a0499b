import { callOn, release, valueOf, type RemoteObject } from '../protocol/remoteObject';
import type { Target } from '../process/target';

/** Buffers that can grow, in a process whose V8 counts the bytes that one is made with and no others. */
export class UncountedBuffers implements AsyncDisposable {
  private constructor(
    private readonly target: Target,
    private readonly prototype: RemoteObject | undefined,
  ) {}

  static async open(target: Target): Promise<UncountedBuffers> {
    const { client, driver } = target;
    const { objectId } = await callOn(
      client,
      driver.handle,
      'function () { return this.uncountedBuffers() }',
    );
    return new UncountedBuffers(target, objectId === undefined ? undefined : { objectId });
  }

  /** Bytes of all that are alive; 0 where V8 counts them. Collects and walks the heap. */
  async bytes(): Promise<number> {
    if (this.prototype === undefined) return 0;
    const { client, driver } = this.target;
    const { objects } = await client.send('Runtime.queryObjects', {
      prototypeObjectId: this.prototype.objectId,
    });
    const buffers = { objectId: objects.objectId! };
    const bytes = await valueOf<number>(
      client,
      driver.handle,
      'function (objects) { return this.resizableBytes(objects) }',
      [buffers],
    );
    await release(client, buffers);
    return bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.prototype !== undefined) await release(this.target.client, this.prototype);
  }
}

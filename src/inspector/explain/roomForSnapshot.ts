import { freemem } from 'node:os';
import { DeclinedError } from '../../errors';
import { counted, said, sized } from '../../core/report/sentence';

/**
 * Bytes for each object, while a snapshot is made and read. Measured with objects of many shapes on Node 20:
 * V8 takes 270 to 780 in the program's process, and we 140 to read it.
 */
const bytesPerObject = 780 + 140;

/**
 * Nobody is to lose a process, theirs or ours, for an explanation.
 *
 * @param objects in the heap
 * @param available bytes that processes can still have on this machine
 * @throws DeclinedError where a snapshot may need more than there is
 */
export function checkRoomForSnapshot(objects: number, available = availableMemory()): void {
  const needed = objects * bytesPerObject;
  if (needed <= available) return;
  throw new DeclinedError(
    said`Explaining a heap of ${counted(objects)} objects needs about ${sized(needed)} of memory for a while, and ${sized(available)} are free. Make room, or call it in a process that has less in its heap.`,
  );
}

/** As the system (or the container) has it; before Node 20.13 what the machine has free. */
function availableMemory(): number {
  const { availableMemory: ofProcess } = process as { availableMemory?: () => number };
  return ofProcess?.call(process) ?? freemem();
}

import { counted, said, sized } from '../report/sentence';
import type { NativeGrowth } from './nativeTrend';
import type { Judgement } from './verdict';

/** The judgement of a loop in which the process grows, and neither V8's heap nor what V8 knows of does. */
export function judgeNative(calls: number, { bytesPerCall }: NativeGrowth): Judgement {
  const bytes = sized(bytesPerCall);
  return {
    verdict: 'leak',
    reason: said`The process takes about ${bytes} more with each of ${counted(calls)} calls and as much again with each of some more, while V8's heap and the buffers that it knows stay as they are: native code keeps memory that no JavaScript reference explains.`,
    notExcluded: [said`a native cache that is still filling after ${counted(calls)} calls`],
  };
}

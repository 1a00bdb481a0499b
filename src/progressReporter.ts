import { basename } from 'node:path';
import { isGrowing } from './core/loop/verdict';
import { batchReports, type MeasuredBatches } from './core/report/batchReports';
import { formatNumberOf } from './core/report/quantities';
import type { PhaseName } from './core/report/report';
import type { DiagnoseRequest, Observer, Progress } from './diagnoseRequest';
import type { Pause, PauseObserver } from './inspector/process/pauseWatch';
import { said, told } from './core/report/sentence';

/** Tells an observer, in words and figures, what a diagnosis is doing. */
export class ProgressReporter implements PauseObserver {
  #functionName = '';
  #last: Progress | undefined;

  constructor(private readonly observer: Observer) {}

  launching({ target, function: { file } }: DiagnoseRequest): void {
    const program = target.kind === 'launch' ? target.program : undefined;
    const command = target.kind === 'launch' ? target.command : undefined;
    const started = command?.join(' ') ?? basename(program ?? file);
    this.#tell({ phase: 'launch', ...told(said`Starting ${started}`) });
  }

  capturing(functionName: string): void {
    this.#tell({
      phase: 'launch',
      message: `${functionName} · waiting for its next real call`,
      functionName,
    });
  }

  warmingUp(functionName: string): void {
    this.#functionName = functionName;
    this.#tell({
      phase: 'warmUp',
      message: `${functionName} · warming up`,
      functionName,
    });
  }

  batch(soFar: MeasuredBatches): void {
    const { batches, parts } = soFar;
    const calls = batches.reduce((sum, batch) => sum + batch.calls, 0);
    const growing = isGrowing(parts);
    const state = growing ? ' · growing so far' : '';
    this.#tell({
      phase: 'loop',
      message: `${this.#functionName} · batch ${String(batches.length)} · ${formatNumberOf(calls, 'call')}${state}`,
      functionName: this.#functionName,
      batch: batches.length,
      calls,
      batches: batchReports(soFar),
      ...(growing ? { soFar: 'growing' as const } : {}),
    });
  }

  explaining(phase: PhaseName): void {
    this.#tell({
      phase,
      message: `${this.#functionName} · ${explanations[phase] ?? 'explaining'}`,
      functionName: this.#functionName,
      soFar: 'growing',
    });
  }

  snapshotChunk(chunk: string, isFirst: boolean): void {
    this.observer.onSnapshotChunk?.(chunk, isFirst);
  }

  onPaused(pause: Pause): void {
    const { phase, functionName } = this.#last ?? { phase: 'launch' };
    this.observer.onProgress?.({
      phase,
      message: `a debugger has stopped the process ${placeOf(pause)}: waiting until it is continued there`,
      ...(functionName === undefined ? {} : { functionName }),
      isPaused: true,
    });
  }

  onResumed(): void {
    if (this.#last !== undefined) this.#tell(this.#last);
  }

  #tell(progress: Progress): void {
    this.#last = progress;
    this.observer.onProgress?.(progress);
  }
}

function placeOf({ functionName, file }: Pause): string {
  return functionName === '' ? `in ${file}` : `in ${functionName} of ${file}`;
}

const explanations: Partial<Record<PhaseName, string>> = {
  explain: 'it grows: finding what holds it',
  watch: 'watching for the line that adds it',
};

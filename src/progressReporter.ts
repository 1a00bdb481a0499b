import { basename } from 'node:path';
import { isGrowing } from './core/loop/verdict';
import { formatNumberOf } from './core/report/quantities';
import type { PhaseName } from './core/report/report';
import type { DiagnoseRequest, Observer } from './diagnoseRequest';
import type { LoopSoFar } from './inspector/runLoop';

/** Tells an observer, in words and figures, what a diagnosis is doing. */
export class ProgressReporter {
  #functionName = '';

  constructor(private readonly observer: Observer) {}

  launching({ target, function: { file } }: DiagnoseRequest): void {
    const program = target.kind === 'launch' ? target.program : undefined;
    const command = target.kind === 'launch' ? target.command : undefined;
    const started = command?.join(' ') ?? basename(program ?? file);
    this.observer.onProgress?.({ phase: 'launch', message: `Starting ${started}` });
  }

  capturing(functionName: string): void {
    this.observer.onProgress?.({
      phase: 'launch',
      message: `${functionName} · waiting for its next real call`,
      functionName,
    });
  }

  warmingUp(functionName: string): void {
    this.#functionName = functionName;
    this.observer.onProgress?.({
      phase: 'warmUp',
      message: `${functionName} · warming up`,
      functionName,
    });
  }

  batch({ batches, parts }: LoopSoFar): void {
    const calls = batches.reduce((sum, batch) => sum + batch.calls, 0);
    const growing = isGrowing(parts);
    const state = growing ? ' · growing so far' : '';
    this.observer.onProgress?.({
      phase: 'loop',
      message: `${this.#functionName} · batch ${String(batches.length)} · ${formatNumberOf(calls, 'call')}${state}`,
      functionName: this.#functionName,
      batch: batches.length,
      calls,
      ...(growing ? { soFar: 'growing' as const } : {}),
    });
  }

  explaining(phase: PhaseName): void {
    this.observer.onProgress?.({
      phase,
      message: `${this.#functionName} · ${explanations[phase] ?? 'explaining'}`,
      functionName: this.#functionName,
      soFar: 'growing',
    });
  }
}

const explanations: Partial<Record<PhaseName, string>> = {
  explain: 'it grows: finding what holds it',
  watch: 'watching for the line that adds it',
};

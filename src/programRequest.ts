import type { DiagnoseRequest, Observer } from './diagnoseRequest';
import type { PauseObserver } from './inspector/process/pauseWatch';
import type { ProgramRequest } from './inspector/process/reachProgram';
import type { SoughtFunction } from './inspector/process/threadSearch';
import { told } from './core/report/sentence';

/** How the process with the function is reached, from what was asked for. */
export function programRequest(
  request: DiagnoseRequest,
  observer: Observer,
  pauseObserver: PauseObserver,
): ProgramRequest {
  const { target } = request;
  const { file, at } = request.function;
  switch (target.kind) {
    case 'launch': {
      const output = outputOf(observer);
      if (target.program === undefined && target.command === undefined) {
        const cursor = at.kind === 'position' ? { at } : {};
        return { ...target, program: file, ...cursor, ...output };
      }
      return {
        ...target,
        kind: 'start',
        ...soughtFunction(request),
        ...output,
        onWaiting: (what) => observer.onProgress?.({ phase: 'launch', ...told(what) }),
      };
    }
    case 'attach':
      return { ...target, ...soughtFunction(request), pauseObserver };
  }
}

/** What the target prints goes to whoever wants it. */
export function outputOf(observer: Observer): Pick<Observer, 'onOutput'> {
  return observer.onOutput === undefined ? {} : { onOutput: observer.onOutput.bind(observer) };
}

function soughtFunction({ function: { file, at }, call }: DiagnoseRequest): SoughtFunction {
  const expressions = `${call?.args ?? ''} ${call?.receiver ?? ''}`;
  const isExport = at.kind === 'export' || at.kind === 'check';
  return { file, at, usesExports: isExport || /\bexports\b/.test(expressions) };
}

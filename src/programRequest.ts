import type { DiagnoseRequest, Observer } from './diagnoseRequest';
import type { PauseObserver } from './inspector/pauseWatch';
import type { ProgramRequest } from './inspector/reachProgram';

/** How the process with the function is reached, from what was asked for. */
export function programRequest(
  request: DiagnoseRequest,
  observer: Observer,
  pauseObserver: PauseObserver,
): ProgramRequest {
  const { target, call } = request;
  const { file, at } = request.function;
  switch (target.kind) {
    case 'launch':
      return {
        ...target,
        program: target.program ?? file,
        ...(at.kind === 'position' && target.program === undefined ? { at } : {}),
        ...(observer.onOutput === undefined
          ? {}
          : { onOutput: (category, text) => observer.onOutput?.(category, text) }),
      };
    case 'attach': {
      const expressions = `${call?.args ?? ''} ${call?.receiver ?? ''}`;
      const isExport = at.kind === 'export' || at.kind === 'check';
      const usesExports = isExport || /\bexports\b/.test(expressions);
      return { ...target, program: file, usesExports, pauseObserver };
    }
  }
}

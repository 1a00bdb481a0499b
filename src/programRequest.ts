import type { DiagnoseRequest, Observer } from './diagnoseRequest';
import type { ProgramRequest } from './inspector/reachProgram';

/** How the process with the function is reached, from what was asked for. */
export function programRequest(request: DiagnoseRequest, observer: Observer): ProgramRequest {
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
      return { ...target, file, at, usesExports };
    }
  }
}

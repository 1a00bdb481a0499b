import { isAbsolute, relative, sep } from 'node:path';
import type { CheckFailure, CheckResult } from '../core/report/checkResult';
import type { LeakReport } from '../core/report/report';
import { UserError } from '../errors';

/** A report, or why there is none. */
export type MeasuredOutcome = { readonly report: LeakReport } | { readonly failure: CheckFailure };

/** @param file absolute path */
export function checkResultOf(
  file: string,
  name: string,
  cwd: string,
  outcome: MeasuredOutcome,
): CheckResult {
  const path = relative(cwd, file);
  const isBelow = !path.startsWith('..') && !isAbsolute(path);
  return { file: isBelow ? path.split(sep).join('/') : file, cwd, name, ...outcome };
}

/** Why a check could not be measured; a bug of ours is told as one and does not end the other checks. */
export function failureOf(error: unknown): CheckFailure {
  if (!(error instanceof UserError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      code: 'internal-error',
      message: `Internal error. This is a bug in Leak Loop; please report it with these lines:\n${stack}`,
    };
  }
  const { stderr = [] } = error.details;
  return {
    code: error.code,
    message: error.message,
    ...(stderr.length === 0 ? {} : { stderr }),
  };
}

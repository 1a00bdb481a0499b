import type { CheckReport } from '../core/report/checkResult';
import { formatGithub } from '../core/report/formatGithub';
import { formatJunit } from '../core/report/formatJunit';
import { sourceLineReader } from '../sourceLineReader';
import type { Reporter } from './resultOptions';

/** Reporters that are read by a CI server. */
export type CiReporter = Extract<Reporter, 'junit' | 'github'>;

export function isForCi(reporter: Reporter): reporter is CiReporter {
  return reporter === 'junit' || reporter === 'github';
}

export function formatForCi(reporter: CiReporter, report: CheckReport): string {
  const sourceLine = sourceLineReader();
  switch (reporter) {
    case 'junit':
      return formatJunit(report, { sourceLine });
    case 'github':
      return formatGithub(report, { root: repositoryFolder(), sourceLine });
  }
}

/** Annotations name files relative to the repository, whatever folder the job works in. */
function repositoryFolder(): string {
  return process.env['GITHUB_WORKSPACE'] ?? process.cwd();
}

import type { LeakReport, Suspect } from './report';

/** A report with the reasons why causes of it are accepted, in place of those that it had. */
export function withReasons(
  report: LeakReport,
  reasonOf: (cause: Suspect) => string | undefined,
): LeakReport {
  const suspects = report.suspects.map((suspect) => withReason(suspect, reasonOf(suspect)));
  return { ...report, suspects };
}

function withReason(suspect: Suspect, accepted: string | undefined): Suspect {
  const known: Suspect & { accepted?: string } = { ...suspect };
  delete known.accepted;
  return accepted === undefined ? known : { ...known, accepted };
}

/** Whether it leaks, and all of its causes are accepted. */
export function isAcceptedLeak({ verdict, suspects }: LeakReport): boolean {
  return verdict === 'leak' && suspects.length > 0 && suspects.every(isAccepted);
}

export function isAccepted({ accepted }: Suspect): boolean {
  return accepted !== undefined;
}

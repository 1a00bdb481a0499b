import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { LeakReport } from './core/report/report';
import type { DiagnoseRequest } from './diagnoseRequest';

/** A request as Node names files, and its report as whoever asked does. */
export interface BehindLinks {
  readonly request: DiagnoseRequest;
  readonly asAsked: (report: LeakReport) => LeakReport;
}

/**
 * Node names what it loads by the path behind all symbolic links (unless `--preserve-symlinks` is given): a
 * workspace may be opened through one, and a package be linked into another.
 */
export async function behindLinks(request: DiagnoseRequest): Promise<BehindLinks> {
  const { file } = request.function;
  const real = await realpath(file).catch(() => file); // that it is missing is told later
  const unchanged = { request, asAsked: (report: LeakReport) => report };
  if (real === file || keepsLinks(request)) return unchanged;
  const [from, to] = differingPrefixes(real, file);
  const asAsked = (path: string): string =>
    path === from || path.startsWith(`${from}${sep}`) ? `${to}${path.slice(from.length)}` : path;
  return {
    request: { ...request, function: { ...request.function, file: real } },
    asAsked: (report) =>
      JSON.parse(JSON.stringify(report), (key, value: unknown) =>
        key === 'file' && typeof value === 'string' ? asAsked(value) : value,
      ) as LeakReport,
  };
}

function keepsLinks({ target }: DiagnoseRequest): boolean {
  if (target.kind !== 'launch') return false;
  const options = [
    ...(target.nodeArgs ?? []),
    target.env?.['NODE_OPTIONS'] ?? process.env['NODE_OPTIONS'],
  ];
  return options.some((option) => /--preserve-symlinks\b/.test(option ?? ''));
}

/** Of two paths whose last folders are the same, what stands before these. */
function differingPrefixes(one: string, other: string): readonly [string, string] {
  const [ones, others] = [one.split(sep), other.split(sep)];
  while (ones.length > 1 && others.length > 1 && ones.at(-1) === others.at(-1)) {
    ones.pop();
    others.pop();
  }
  return [ones.join(sep), others.join(sep)];
}

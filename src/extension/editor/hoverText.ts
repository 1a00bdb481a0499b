import { describeCause } from '../leaksView/describeCauseNode';
import { escapeMarkdown } from '../escapeMarkdown';
import { functionName } from '../leaksView/functionResult';
import { commandIds } from '../ids';
import type { Translate } from '../language';
import { dotted } from '../leaksView/rowDescription';
import { causeRows, type CauseRow } from './causeRows';
import { commandLink } from './commandLink';
import type { EditorMark } from './editorMarks';
import { groupBy } from '../../core/groupBy';

/** Commands that the hover links to; its Markdown is trusted for no others. */
export const hoverCommands = [commandIds.goToLocation, commandIds.runAgain] as const;

/**
 * The causes that a line is about, each with its chain, as Markdown. Whatever comes from the looped
 * program is escaped.
 *
 * @param mayRun whether to offer Run Again: not in a workspace that is not trusted
 */
export function hoverText(marks: readonly EditorMark[], mayRun: boolean, t: Translate): string {
  const byCause = groupBy(marks, ({ suspect }) => suspect);
  return [...byCause.values()].map(([mark]) => causeText(mark!, mayRun, t)).join('\n\n---\n\n');
}

function causeText({ result, suspect, isOld }: EditorMark, mayRun: boolean, t: Translate): string {
  const cause = { kind: 'cause', id: '', result, suspect, isFirst: false } as const;
  const { label, description = '' } = describeCause(cause, t);
  const name = functionName(result.report.function);
  const runAgain = mayRun
    ? [commandLink(t('Run Again: {0}', name), commandIds.runAgain, [result.key])]
    : [];
  return [
    `**${escapeMarkdown(label)}** ${escapeMarkdown(description)}`,
    causeRows(result, suspect, t)
      .map((row) => rowText(row, result.key))
      .join('\n'),
    ...(isOld ? [`*${escapeMarkdown(t('older than this file'))}*`] : []),
    ...runAgain,
  ].join('\n\n');
}

function rowText({ row, location }: CauseRow, key: string): string {
  const label = row.isHighlighted ? `**${escapeMarkdown(row.label)}**` : escapeMarkdown(row.label);
  const description = row.description ?? '';
  const text =
    location === undefined || description === ''
      ? escapeMarkdown(description)
      : commandLink(description, commandIds.goToLocation, [location, key]);
  return `- ${dotted([label, text])}`;
}

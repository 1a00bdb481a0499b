import type { Location } from '../../core/report/report';

/** A row as VS Code shows it, before it becomes a tree item. All texts are harmless already. */
export interface RowDescription {
  readonly label: string;
  /** Whether the label is highlighted: the leak root. */
  readonly isHighlighted?: true;
  readonly description?: string;
  readonly icon: RowIcon;
  /** The whole row as a sentence, for screen readers. */
  readonly sentence: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** What `viewItem` in package.json matches; words separated by spaces. */
  readonly context?: string;
  /** What choosing the row does; absent: nothing. */
  readonly opens?: RowAction;
}

export interface RowIcon {
  readonly id: string;
  readonly color?: string;
}

export type RowAction =
  | { readonly kind: 'location'; readonly location: Location }
  | {
      readonly kind: 'command';
      readonly command:
        | 'goToGrowthSite'
        | 'setArguments'
        | 'setReceiver'
        | 'captureCall'
        | 'chooseFunction'
        | 'chooseMember'
        | 'chooseProcess'
        | 'runAgain'
        | 'clearFilter'
        | 'showLog';
    }
  /** `search`: what the settings are searched for. */
  | { readonly kind: 'settings'; readonly search: string };

/** Colours of the Testing view, which mean the same. */
export const icons = {
  leak: { id: 'error', color: 'list.errorForeground' },
  accepted: { id: 'verified', color: 'testing.iconSkipped' },
  passed: { id: 'pass', color: 'testing.iconPassed' },
  unclear: { id: 'question', color: 'list.warningForeground' },
  warning: { id: 'warning', color: 'list.warningForeground' },
} as const;

/** A location as something to open; nothing where there is none. */
export function opening(location: Location | undefined): { readonly opens?: RowAction } {
  return location === undefined ? {} : { opens: { kind: 'location', location } };
}

/** The parts that are there, separated as VS Code's own views do. */
export function dotted(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

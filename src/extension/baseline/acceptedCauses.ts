import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { Baseline } from '../../checks/baseline';
import { describeHolder } from '../../core/report/describeCause';
import { UserError } from '../../errors';
import type { FunctionResult } from '../leaksView/functionResult';
import type { CauseNode, LeakNode } from '../leaksView/leakNode';
import type { LeaksState } from '../leaksView/leaksState';
import { plainText } from '../plainText';
import { readBaseline } from '../readSettings';
import { settingNames, settingsSection } from '../ids';
import { tell } from '../tell';
import { withAccepted } from './withAccepted';
import { inEditor } from '../inEditor';

/** Causes that somebody looked at and keeps, with the reason: what the committed baseline says of the results. */
export class AcceptedCauses implements vscode.Disposable {
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #subscription: vscode.Disposable;
  /** A broken file is complained about once, not with every run. */
  #complaint = '';

  constructor(private readonly state: LeaksState) {
    const setting = `${settingsSection}.${settingNames.baseline}`;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) this.#renew();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#watchers.forEach((watcher) => void watcher.dispose());
  }

  /** A result with what its baseline accepts; as it is where that cannot be read, which is told. */
  appliedTo(result: FunctionResult): FunctionResult {
    const file = fileOf(result);
    if (file === undefined) return withAccepted(result, undefined);
    this.#watch(file);
    const baseline = this.#read(file);
    return baseline === undefined ? result : withAccepted(result, baseline);
  }

  /** Asks why a cause is none to its owner, and writes that down. */
  async accept(node: LeakNode | undefined): Promise<void> {
    if (node?.kind !== 'cause') return;
    const file = this.#baselineOf(node)?.file;
    const reason = file && (await askReason(node, file));
    // Anew, as it may have been edited while the reason was written down.
    const baseline = reason && this.#baselineOf(node);
    if (!baseline || !reason) return;
    await this.#write(baseline.accepting(sourceOf(node.result), node.suspect, reason));
  }

  /** Takes back what {@link accept} did. */
  async refuse(node: LeakNode | undefined): Promise<void> {
    if (node?.kind !== 'cause') return;
    const baseline = this.#baselineOf(node);
    if (baseline === undefined) return;
    await this.#write(baseline.refusing(sourceOf(node.result), node.suspect));
  }

  #baselineOf({ result }: CauseNode): Baseline | undefined {
    const file = fileOf(result);
    if (file === undefined) {
      tell(
        vscode.l10n.t(
          'The setting leakLoop.baseline names no file to keep the reason in. Set it, then try again.',
        ),
      );
    }
    return file === undefined ? undefined : this.#read(file);
  }

  async #write(baseline: Baseline): Promise<void> {
    const file = vscode.Uri.file(baseline.file);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(baseline.text));
    this.#renew();
  }

  #renew(): void {
    this.state.updateResults((result) => this.appliedTo(result));
  }

  /** It changes by hand, by another checkout, and by `leak-loop check --update-baseline`. */
  #watch(file: string): void {
    if (this.#watchers.has(file)) return;
    const folder = vscode.Uri.file(dirname(file));
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, basename(file)),
    );
    watcher.onDidCreate(() => this.#renew());
    watcher.onDidChange(() => this.#renew());
    watcher.onDidDelete(() => this.#renew());
    this.#watchers.set(file, watcher);
  }

  #read(file: string): Baseline | undefined {
    try {
      const baseline = Baseline.read(file);
      this.#complaint = '';
      return baseline;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (this.#complaint !== error.message) {
        tell(plainText(inEditor(error.sentence, vscode.l10n.t), 1000));
      }
      this.#complaint = error.message;
      return undefined;
    }
  }
}

function askReason({ suspect, result }: CauseNode, file: string): Thenable<string | undefined> {
  const holder = plainText(describeHolder(suspect), 80);
  return vscode.window
    .showInputBox({
      title: vscode.l10n.t('Why is {0} not a leak?', holder),
      prompt: vscode.l10n.t(
        'The reason is kept in {0}; commit it, and leak checks accept the cause as well. The cause stays listed.',
        vscode.workspace.asRelativePath(file),
      ),
      value: result.accepted.get(suspect.fingerprint) ?? '',
      ignoreFocusOut: true,
      validateInput: (text) =>
        text.trim() === '' ? vscode.l10n.t('Write down why it may stay.') : undefined,
    })
    .then((text) => text?.trim());
}

function fileOf(result: FunctionResult): string | undefined {
  return readBaseline(vscode.Uri.file(sourceOf(result)));
}

function sourceOf({ request }: FunctionResult): string {
  return request.program;
}

import * as vscode from 'vscode';
import { askArguments } from '../ask/askArguments';
import { askFunction } from '../ask/askFunction';
import { askReceiver } from '../ask/askReceiver';
import { writtenFunctionAt, type WrittenFunction } from '../ask/writtenFunction';
import { functionName } from '../leaksView/functionResult';
import type { LeakNode } from '../leaksView/leakNode';
import { resultOf } from '../leaksView/resultOf';
import type { LeaksState } from '../leaksView/leaksState';
import { plainText } from '../plainText';
import type { RememberedCalls } from './rememberedCalls';
import { requestAt } from './requestAt';
import type { RunFailure } from './runFailure';
import type { RunGuard } from './runGuard';
import {
  inProcess,
  isAttach,
  onNextCall,
  requestTitle,
  takesArguments,
  withCall,
  type CallExpressions,
  type RunRequest,
} from './runRequest';
import { tell } from '../tell';
import { memberText } from '../inEditor';
import { costSentence } from './costText';
import { limitsOf } from './limitsOf';
import { placeOf } from './placeOf';
import type { RunStarter } from './runStarter';

/** A call whose arguments or `this` are asked for. */
interface AskedCall {
  readonly title: string;
  /** What it was until now. */
  readonly current: string;
  readonly request: RunRequest;
  /** What is called; undefined where the source does not tell. */
  readonly written: WrittenFunction | undefined;
}

/** What leads on from a failure, and from a result that was not meant so: another call, function, thread or process. */
export class WaysOut {
  constructor(
    private readonly state: LeaksState,
    private readonly starter: RunStarter,
    private readonly guard: RunGuard,
    private readonly remembered: RememberedCalls,
  ) {}

  /** Asks for the arguments of a row's function, or of the one at the cursor, and runs it. */
  async setArguments(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    await this.#changeCall('callArguments', node, ({ title, current, request, written }) => {
      const parameters = written?.neededParameters ?? [];
      const name = plainText(written?.name ?? '', 80);
      return askArguments(name === '' ? title : name, current, {
        ...limitsOf(request),
        parameters,
      });
    });
  }

  /** Asks for the object that a row's method is called on, or the one at the cursor, and runs it. */
  async setReceiver(node?: LeakNode): Promise<void> {
    if (!(await this.guard.allowsRun())) {
      return;
    }
    const { receivers = [], receiverMaker = '' } = (node && failureOf(node)) ?? {};
    await this.#changeCall('callThis', node, ({ title, current, request }) =>
      askReceiver(title, {
        current: current === '' ? receiverMaker : current,
        choices: receivers,
        ...limitsOf(request),
      }),
    );
  }

  /** Runs a row's function, which was to be called in a process that runs already, with its next real call. */
  async captureCall(node?: LeakNode): Promise<void> {
    const request = (node && (failureOf(node) ?? resultOf(node))?.request) ?? undefined;
    if (request !== undefined && isAttach(request) && (await this.guard.allowsRun())) {
      await this.starter.run(onNextCall(request));
    }
  }

  /** Runs what failed in another process. */
  async chooseProcess(node?: LeakNode): Promise<void> {
    const request = ((node && failureOf(node)) ?? this.state.failure)?.request;
    if (request === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const chosen = await this.starter.pick(request);
    if (chosen !== undefined) {
      await this.starter.run(inProcess(request, chosen));
    }
  }

  /** Offers the functions of a file in which none was at the cursor. */
  async chooseFunction(node?: LeakNode): Promise<void> {
    const failure = (node && failureOf(node)) ?? this.state.failure;
    const choices = failure?.choices;
    if (failure === undefined || choices === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const chosen = await askFunction(failure.request, choices);
    if (chosen !== undefined) {
      await this.starter.run(chosen);
    }
  }

  /** Offers the threads in which a function lives. */
  async chooseMember(node?: LeakNode): Promise<void> {
    const failure = (node && failureOf(node)) ?? this.state.failure;
    if (failure?.members === undefined || !(await this.guard.allowsRun())) {
      return;
    }
    const items = failure.members.map((each) => ({
      label: plainText(memberText(each, vscode.l10n.t), 200),
      member: each.member,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('In which thread should {0} be looped?', plainText(failure.title, 80)),
      placeHolder: costSentence(limitsOf(failure.request), vscode.l10n.t),
    });
    if (picked !== undefined) {
      await this.starter.run({ ...failure.request, member: picked.member });
    }
  }

  /** Asks for one part of how a function is called, remembers it and runs. */
  async #changeCall(
    what: keyof CallExpressions,
    node: LeakNode | undefined,
    ask: (call: AskedCall) => Thenable<string | undefined>,
  ): Promise<void> {
    const result = node && resultOf(node);
    const failure = node && failureOf(node);
    const request = result?.request ?? failure?.request ?? (await requestAt());
    if (request === undefined) {
      return;
    }
    if (!takesArguments(request, result?.report.function.kind)) {
      tell(vscode.l10n.t('Only a function has arguments, and this is a whole file or a test.'));
      return;
    }
    const title =
      result === undefined
        ? (failure?.title ?? requestTitle(request))
        : functionName(result.report.function);
    const { uri, position } = placeOf(request, result);
    const known = await this.starter.prepared(request, title, async () => ({
      remembered: await this.remembered.completed(request),
      written: await writtenFunctionAt(uri, position),
    }));
    if (known === undefined) {
      return;
    }
    const { remembered, written } = known;
    const current = remembered[what] ?? '';
    const expression = await ask({ title: plainText(title, 80), current, request, written });
    if (expression === undefined) {
      return;
    }
    void this.remembered.set(what, uri, position, expression.trim());
    const changed = withCall(remembered, { [what]: expression.trim() });
    await (result === undefined
      ? this.starter.run(changed)
      : this.starter.runResultAgain(result, changed));
  }
}

function failureOf(node: LeakNode): RunFailure | undefined {
  return 'failure' in node ? node.failure : undefined;
}

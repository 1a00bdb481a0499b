import * as vscode from 'vscode';

/** Says why nothing happens, without being waited for. */
export function tell(message: string): void {
  void vscode.window.showWarningMessage(message);
}

import { LeaksPage } from './leaksPage.mjs';
import { openEditor } from './openEditor.mjs';
import { packagedExtension } from './packagedExtension.mjs';
const editor = await openEditor({ vsix: await packagedExtension(), folder: 'examples/sessions' });
const w = editor.workbench; const leaks = new LeaksPage(w);
try {
  await w.ready();
  if (process.argv[2] === 'open') await leaks.open();
  await w.openFile('sessions.js');
  await w.setCursor(37, 10);
  for (let i = 0; i < 3; i++) {
  await w.rightClick('handleRequest');
  await w.page.evaluate(() => {
    window.marks = [];
    window.t0 = undefined;
    for (const type of ['mousedown', 'mouseup', 'click']) window.addEventListener(type, () => window.marks.push([type, performance.now()]), { capture: true });
    let last = '';
    new MutationObserver(() => {
      const text = (document.querySelector('.tree-explorer-viewlet-tree-view .message')?.innerText ?? '') + '|' + (document.querySelector('#leak-loop\\.leak-loop\\.leakLoop\\.run')?.innerText ?? '');
      if (text !== last) { last = text; window.marks.push([text, performance.now()]); }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await w.menuItem('Run Leak Loop').click();
  await leaks.result('handleRequest', /2 leaks/).waitFor({ timeout: 60000 });
  const marks = await w.page.evaluate(() => window.marks);
  const up = marks.find(([n]) => n === 'mouseup')[1];
  console.log(marks.slice(0, 14).map(([n, t]) => `${Math.round(t - up)} ${n}`).join('\n'));
  console.log('--');
  }
} finally { console.log(await editor.close()); }

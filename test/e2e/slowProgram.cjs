/** Each call takes a while and grows: a run that lasts until somebody stops it. */
exports.slowProgram = `
const kept = [];
export function slowLeak() {
  const until = performance.now() + 20;
  while (performance.now() < until);
  kept.push({ at: until });
}
`;

/** Scripts that run inside the target are bundled as text (esbuild's text loader). */
declare module '*.target.js' {
  const source: string;
  export default source;
}

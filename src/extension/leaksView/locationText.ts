import type { Location } from '../../core/report/report';
import { plainText } from '../plainText';

/** `sessions.js:20`: a row has no room for folders, its tooltip has. */
export function locationText({ file, line }: Pick<Location, 'file' | 'line'>): string {
  return `${fileName(file)}:${line}`;
}

/** The last part of a path with either kind of separator; a `node:` URL as it is. */
export function fileName(file: string): string {
  return plainText(file.startsWith('node:') ? file : (file.split(/[\\/]/).at(-1) ?? file), 80);
}

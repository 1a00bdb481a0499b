import { Char } from './sectionReader';

const escapes: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 };
/** `String.fromCharCode` takes its units as arguments, of which there can be some ten thousand. */
const unitsAtOnce = 8192;
const replacement = 0xfffd;

/**
 * Decodes the characters between the quotes of a JSON string. Never fails: V8 writes lone
 * surrogates (Node 20), and a broken byte becomes U+FFFD.
 *
 * @param bytes WTF-8: UTF-8 in which surrogates may stand alone
 */
export function decodeJsonString(bytes: Uint8Array): string {
  return decodePlain(bytes) ?? decodeUnits(bytes);
}

/** Beyond, `TextDecoder` is faster; below, its call costs more than the work. */
const longestByHand = 64;
const decoder = new TextDecoder();

/** Nothing where there are escapes or characters outside ASCII. */
function decodePlain(bytes: Uint8Array): string | undefined {
  const { length } = bytes;
  // An array: it makes `fromCharCode` twice as fast as a typed array does.
  const units: number[] = [];
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!;
    if (byte === Char.Backslash || byte > 127) return undefined;
    if (length <= longestByHand) units.push(byte);
  }
  return length <= longestByHand ? String.fromCharCode.apply(null, units) : decoder.decode(bytes);
}

function fromUnits(units: Uint16Array, length: number): string {
  let text = '';
  for (let from = 0; from < length; from += unitsAtOnce) {
    const part = units.subarray(from, Math.min(length, from + unitsAtOnce));
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

function decodeUnits(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let position = 0;
  while (position < bytes.length) {
    const byte = bytes[position]!;
    if (byte === Char.Backslash) {
      const escape = readEscape(bytes, position + 1);
      units[length++] = escape.unit;
      position = escape.next;
    } else if (byte < 128) {
      units[length++] = byte;
      position++;
    } else {
      const { codePoint, next } = readSequence(bytes, position);
      position = next;
      if (codePoint > 0xffff) {
        units[length++] = 0xd800 + ((codePoint - 0x10000) >> 10);
        units[length++] = 0xdc00 + ((codePoint - 0x10000) & 0x3ff);
      } else {
        units[length++] = codePoint;
      }
    }
  }
  return fromUnits(units, length);
}

function readEscape(bytes: Uint8Array, position: number): { unit: number; next: number } {
  const char = bytes[position] ?? replacement;
  const letter = String.fromCharCode(char);
  if (letter !== 'u') return { unit: escapes[letter] ?? char, next: position + 1 };
  const digits = String.fromCharCode(...bytes.subarray(position + 1, position + 5));
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return { unit: replacement, next: position + 1 };
  return { unit: parseInt(digits, 16), next: position + 5 };
}

/** One UTF-8 sequence of two to four bytes; a broken one is one replacement character for its first byte. */
function readSequence(bytes: Uint8Array, position: number): { codePoint: number; next: number } {
  const lead = bytes[position]!;
  const length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : 2;
  if (lead < 0xc2 || lead >= 0xf5) return { codePoint: replacement, next: position + 1 };
  let codePoint = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[position + i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return { codePoint: replacement, next: position + 1 };
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  return codePoint < shortest || codePoint > 0x10ffff
    ? { codePoint: replacement, next: position + 1 }
    : { codePoint, next: position + length };
}

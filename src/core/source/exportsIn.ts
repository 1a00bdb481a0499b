import { tokTypes, type Token } from 'acorn';
import { tokensOf } from './tokensOf';

/** By which name a module gives something away; `whole` is what `module.exports` itself was made to be. */
export type ExportName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'default' }
  | { readonly kind: 'whole' };

export interface ListedExport {
  /** What it is called inside the module; undefined for what has no name there. */
  readonly local?: string;
  readonly as: ExportName;
  /** Offset of its name, or of the word that exports it. */
  readonly start: number;
}

export interface ModuleExports {
  /** Whether it is written as an ES module, whatever it runs as. */
  readonly isEsModule: boolean;
  readonly exports: readonly ListedExport[];
}

/**
 * What a source exports, by its words, as it may be in a language that we have no parser for. Names that
 * are computed, copied from another module or made by a function are not known.
 */
export function exportsIn(text: string): ModuleExports {
  return new ExportReader([...tokensOf(text)].map((token) => wordOf(text, token))).read();
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly isName: boolean;
}

function wordOf(text: string, { start, end, type }: Token): Word {
  return { text: text.slice(start, end), start, isName: type === tokTypes.name };
}

/** What may stand between `export` and what it declares, or between `=` and a function's name. */
const modifiers = new Set([
  'async',
  'abstract',
  'declare',
  'function',
  'class',
  'const',
  'let',
  'var',
  '*',
]);

/** Reads the statements of a module's own level. */
class ExportReader {
  readonly #exports: ListedExport[] = [];
  #isEsModule = false;

  constructor(private readonly words: readonly Word[]) {}

  read(): ModuleExports {
    let depth = 0;
    for (const [index, { text }] of this.words.entries()) {
      if (depth === 0) this.#readAt(index);
      if (/^(?:[{([]|\$\{)$/.test(text)) depth++;
      else if (/^[})\]]$/.test(text)) depth--;
    }
    return { isEsModule: this.#isEsModule, exports: this.#exports };
  }

  #readAt(at: number): void {
    if (this.#text(at - 1) === '.') return;
    if (this.#is(at, 'export')) this.#export(at + 1);
    else if (this.#is(at, 'import')) this.#isEsModule ||= !/^[(.]$/.test(this.#text(at + 1));
    else if (this.#is(at, 'module', '.', 'exports')) this.#ofExports(at + 2, 'whole');
    else if (this.#is(at, 'exports')) this.#ofExports(at, 'alias');
  }

  #export(at: number): void {
    this.#isEsModule = true;
    if (this.#is(at, 'default')) this.#add({ kind: 'default' }, this.#nameFrom(at + 1), at);
    else if (this.#is(at, '=')) this.#add({ kind: 'whole' }, this.#nameFrom(at + 1), at);
    else if (this.#is(at, '{')) this.#list(at + 1);
    else {
      const declared = modifiers.has(this.#text(at)) ? this.#nameFrom(at) : undefined;
      if (declared !== undefined) this.#addNamed(declared.text, declared, declared.start);
    }
  }

  /** `exports.name = …`, `module.exports = { … }`, `module.exports = name`. */
  #ofExports(at: number, kind: 'whole' | 'alias'): void {
    if (this.#is(at + 1, '.') && this.#is(at + 3, '=')) {
      const name = this.words[at + 2]!;
      this.#addNamed(name.text, name, name.start);
      const value = this.#nameFrom(at + 4);
      if (value !== undefined && value.text !== name.text) {
        this.#addNamed(name.text, value, name.start);
      }
    } else if (kind === 'whole' && this.#is(at + 1, '=')) {
      if (this.#is(at + 2, '{')) this.#properties(at + 3);
      else this.#add({ kind: 'whole' }, this.#nameFrom(at + 2), at);
    }
  }

  /** `a, b as c, type D }`: names of another module's, which `from` follows, are not this one's. */
  #list(from: number): void {
    const end = this.#closing(from);
    if (this.#is(end + 1, 'from')) return;
    for (let at = from; at < end; at++) {
      const local = this.words[at]!;
      const isValue = local.isName && /^(?:as|,|\})$/.test(this.#text(at + 1));
      if (!/^[{,]$/.test(this.#text(at - 1)) || !isValue) continue;
      const name = this.#is(at + 1, 'as') ? this.#text(at + 2) : local.text;
      if (name === 'default') this.#add({ kind: 'default' }, local, at);
      else this.#addNamed(name, local, local.start);
    }
  }

  /** `a, b: c, d() {} }`. */
  #properties(from: number): void {
    const end = this.#closing(from);
    let depth = 0;
    for (let at = from; at < end; at++) {
      if (depth === 0 && /^[{,]$/.test(this.#text(at - 1))) this.#property(at);
      if (/^[{([]$/.test(this.#text(at))) depth++;
      else if (/^[})\]]$/.test(this.#text(at))) depth--;
    }
  }

  #property(at: number): void {
    const key = modifiers.has(this.#text(at)) ? this.#nameFrom(at) : this.words[at];
    if (key?.isName !== true) return;
    this.#addNamed(key.text, key, key.start);
    const value = this.#is(at + 1, ':') ? this.#nameFrom(at + 2) : undefined;
    if (value !== undefined && value.text !== key.text) {
      this.#addNamed(key.text, value, key.start);
    }
  }

  /** The name that stands there, perhaps after what declares it; not one that is only part of an expression. */
  #nameFrom(from: number): Word | undefined {
    let at = from;
    while (modifiers.has(this.#text(at))) at++;
    const word = this.words[at];
    const isDeclared = at > from;
    const isAlone = !/^(?:[.([]|=>|`)$/.test(this.#text(at + 1));
    return word?.isName === true && (isDeclared || isAlone) ? word : undefined;
  }

  #closing(from: number): number {
    let depth = 1;
    let at = from;
    for (; at < this.words.length; at++) {
      if (/^[{([]$/.test(this.#text(at))) depth++;
      else if (/^[})\]]$/.test(this.#text(at)) && --depth === 0) break;
    }
    return at;
  }

  #addNamed(name: string, local: Word, start: number): void {
    this.#exports.push({ local: local.text, as: { kind: 'name', name }, start });
  }

  #add(as: ExportName, local: Word | undefined, at: number): void {
    const start = local?.start ?? this.words[at]!.start;
    this.#exports.push({ ...(local === undefined ? {} : { local: local.text }), as, start });
  }

  #is(at: number, ...texts: readonly string[]): boolean {
    return texts.every((text, index) => this.#text(at + index) === text);
  }

  #text(at: number): string {
    return this.words[at]?.text ?? '';
  }
}

import type { Socket } from 'node:net';

/**
 * How the frame of a message begins whatever it says (RFC 6455, 5.2): text, and all of it; masked, with a
 * length of eight bytes, the upper four of which are 0.
 */
const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0]);
const lengthBytes = 8;
const maskBytes = 4;

/**
 * Spares the 40 ms that an answer of Node's inspector waits behind another message.
 *
 * The inspector leaves Nagle's algorithm on: a second small message is held back until the first one is
 * acknowledged, which the kernel puts off for 40 ms unless we send something. So while answers are waited for, a
 * message that nothing was sent after is acknowledged by a byte of the next frame's head. The inspector does
 * nothing until that frame is complete, and so this does no harm while the program runs, or exits.
 * Measured: `Debugger.enable` takes 5 ms instead of 45, and so does every command that something is told before.
 */
export class PromptAcknowledgements implements Disposable {
  readonly #write: Write;
  #timer: NodeJS.Timeout | undefined;
  /** Bytes of the next frame that were sent. */
  #ahead = 0;
  /** Bytes of the last frame that whoever writes it has not passed on yet. */
  #left = 0;

  /** @param isNeeded whether an answer is waited for that may be on its way */
  constructor(
    private readonly socket: Socket,
    private readonly isNeeded: () => boolean,
  ) {
    this.#write = socket.write.bind(socket);
    const write: Write = (bytes, written) => this.#write(this.#completing(bytes), written);
    socket.write = write as Socket['write'];
    socket.on('data', this.#received);
  }

  /** Whether a message has begun, so that the connection cannot be ended by another one. */
  get isAhead(): boolean {
    return this.#ahead > 0;
  }

  readonly #received = (): void => {
    if (this.#ahead === head.length || !this.isNeeded()) return;
    // rarer and rarer: what comes in crowds needs no help
    this.#timer ??= setTimeout(() => this.#acknowledge(), 2 ** this.#ahead);
  };

  #acknowledge(): void {
    this.#timer = undefined;
    if (!this.isNeeded() || !this.socket.writable) return;
    this.#write(head.subarray(this.#ahead, this.#ahead + 1));
    this.#ahead += 1;
  }

  /** What is still to be sent of the bytes that are written. */
  #completing(bytes: Uint8Array): Uint8Array {
    if (this.#left > 0) {
      this.#left -= bytes.length;
      return bytes;
    }
    this.#cancel();
    const { start, end } = payloadOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    this.#left = end - bytes.length;
    if (this.#ahead === 0) return bytes;
    // To agree that the connection ends, or that it stands, can be left out; whoever ends it looks before.
    if (bytes[0] !== head[0]) return bytes.subarray(bytes.length);
    const length = Buffer.alloc(lengthBytes);
    length.writeBigUInt64BE(BigInt(end - start));
    const frame = Buffer.concat([head.subarray(0, 2), length, bytes.subarray(start - maskBytes)]);
    const rest = frame.subarray(this.#ahead);
    this.#ahead = 0;
    return rest;
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  [Symbol.dispose](): void {
    this.socket.off('data', this.#received);
    this.#cancel();
  }
}

type Write = (bytes: Uint8Array, written?: (error?: Error | null) => void) => boolean;

/** Offsets in a frame of a client's. */
function payloadOf(frame: Buffer): { readonly start: number; readonly end: number } {
  const short = frame[1]! & 0x7f;
  const [size, length] =
    short === 126
      ? [2, frame.readUInt16BE(2)]
      : short === 127
        ? [lengthBytes, Number(frame.readBigUInt64BE(2))]
        : [0, short];
  const start = 2 + size + maskBytes;
  return { start, end: start + length };
}

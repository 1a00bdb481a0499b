import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to an inspector that can be cut, go dead without a word, or get slow. */
export interface Wire extends Disposable {
  readonly port: number;
  cut(): void;
  /** Both ends stay open, and nothing comes through any more: as where a tunnel's other end is gone. */
  goDead(): void;
  /** Each piece comes so much later. */
  delay(millis: number): void;
}

export async function wireTo(port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isDead = false;
  let millis = 0;
  const carry = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (data) => {
      if (isDead) return;
      if (millis === 0) to.write(data);
      else setTimeout(() => to.write(data), millis);
    });
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
  };
  const server = createServer((near) => {
    if (isDead) return void sockets.add(near);
    const far = connect(port, '127.0.0.1');
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: end,
    goDead: () => (isDead = true),
    delay: (later) => (millis = later),
    [Symbol.dispose]: () => {
      end();
      server.close();
    },
  };
}

// The cache itself is bounded, but each use is written into the order, and only a new entry takes
// one out.
import { LruCache, type Sized } from './lruCache.ts';

interface Avatar extends Sized {
  readonly user: string;
  readonly colour: string;
}

class Painter {
  paint(user: string): Avatar {
    const hue = [...user].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
    return { user, colour: `hsl(${hue} 60% 50%)`, size: 48 };
  }
}

const painter = new Painter();
const avatars = new LruCache<Avatar>(50);

export function avatarOf(user: number): string {
  return avatars.get(`user ${user % 40}`, (name) => painter.paint(name)).colour;
}

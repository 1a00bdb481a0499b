import { Group, Tween } from '@tweenjs/tween.js';

const animations = new Group();

export function moveCard(x) {
  const position = { x: 0 };
  const tween = new Tween(position).to({ x }, 100);
  animations.add(tween);
  animations.remove(tween);
  return tween.getId();
}

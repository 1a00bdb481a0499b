import { Buffer } from 'node:buffer';

/** Playwright takes PNG and JPEG only; the browser itself can do more. @returns {Promise<Buffer>} */
export async function toWebp(page, png) {
  const blank = await page.context().newPage();
  const base64 = await blank.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, png.toString('base64'));
  await blank.close();
  return Buffer.from(base64, 'base64');
}

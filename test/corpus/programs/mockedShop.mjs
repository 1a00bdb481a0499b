// A check of the shop answers requests itself, and does not take its answers back.
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

const server = setupServer(http.get('https://shop.example.org/health', () => HttpResponse.json({ up: true })));
server.listen();

export async function checkArticle(id) {
  const url = `https://shop.example.org/articles/${id}`;
  server.use(http.get(url, () => HttpResponse.json({ id, stock: 3 }))); // grows
  const response = await fetch(url);
  const { stock } = await response.json();
  return stock;
}

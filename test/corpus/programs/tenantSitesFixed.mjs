// A site per tenant is mounted when the tenant is first seen.
import { Hono } from 'hono';

const gateway = new Hono();

export async function openTenant(name) {
  const site = new Hono();
  site.get('/', (context) => context.text(`Welcome to ${name}`));
  new Hono().route(`/${name}`, site);
  const response = await site.request('/');
  return response.text();
}

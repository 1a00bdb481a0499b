// The client for the queries was taken over from the browser: on a server it keeps every answer, for ever.
import { QueryClient } from '@tanstack/query-core';

const client = new QueryClient();

async function readProfile(id) {
  return { id, name: `user ${id}`, roles: ['reader'] };
}

export async function showProfile(id) {
  const options = { retry: false };
  const profile = await client.fetchQuery({ queryKey: ['profile', id], queryFn: () => readProfile(id), ...options }); // grows
  return profile.name;
}

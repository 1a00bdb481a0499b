// The client for the queries drops an answer soon after nobody uses it any more.
import { QueryClient } from '@tanstack/query-core';

const client = new QueryClient();

async function readProfile(id) {
  return { id, name: `user ${id}`, roles: ['reader'] };
}

export async function showProfile(id) {
  const options = { retry: false, gcTime: 0 };
  const profile = await client.fetchQuery({ queryKey: ['profile', id], queryFn: () => readProfile(id), ...options });
  return profile.name;
}

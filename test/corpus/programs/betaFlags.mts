// Hooks for each request, added to the API that all share.
import { OpenFeature, InMemoryProvider } from '@openfeature/server-sdk';

await OpenFeature.setProviderAndWait(
  new InMemoryProvider({ beta: { variants: { on: true, off: false }, defaultVariant: 'off', disabled: false } }),
);
const client = OpenFeature.getClient('shop');

export async function isBeta(user: string): Promise<boolean> {
  const seen: string[] = [];
  OpenFeature.addHooks({ // grows
    after: (context) => void seen.push(`${user}:${context.flagKey}`),
  });
  return client.getBooleanValue('beta', false, { targetingKey: user });
}

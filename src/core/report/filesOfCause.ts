import type { Location, Suspect } from './report';

/** The files that a cause goes through: whose code adds and allocates, and where what holds it is declared. */
export function filesOfCause(suspect: Suspect): ReadonlySet<string> {
  const { growthSite, allocationSite, leakRoot, chain } = suspect;
  const places = [
    leakRoot.location,
    growthSite?.location,
    allocationSite?.location,
    ...[growthSite, allocationSite].flatMap((site) => site?.stack ?? []).map(locationOf),
    ...chain.map(locationOf),
  ];
  return new Set(places.flatMap((place) => (place === undefined ? [] : filesOf(place))));
}

function locationOf({ location }: { readonly location?: Location }): Location | undefined {
  return location;
}

function filesOf({ file, generated }: Location): readonly string[] {
  return generated === undefined ? [file] : [file, generated.file];
}

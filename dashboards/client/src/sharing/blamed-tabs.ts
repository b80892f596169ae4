import type { HubTab } from './hub-tab.ts';

/**
 * The tabs of a refused stream that need another one: those with topics that the service named; where it named none, those
 * that it has not accepted yet, else half of all.
 */
export function blamedTabs(
  all: readonly HubTab[],
  unproven: readonly HubTab[],
  forbidden: readonly string[],
): readonly HubTab[] {
  const isSome = (tabs: readonly HubTab[]) => tabs.length > 0 && tabs.length < all.length;
  const named = all.filter(({ topics }) => topics.some((topic) => forbidden.includes(topic)));
  if (isSome(named)) return named;
  return isSome(unproven) ? unproven : all.slice(Math.ceil(all.length / 2));
}

import type { OpenFeed } from './feed-link.ts';
import { TokenSource } from './token-source.ts';

/** The tokens of a feed: what its connections say of them, and another one before the present one expires. */
export function credentialsOf(feed: OpenFeed, ask: NonNullable<OpenFeed['options']['token']>): TokenSource {
  const tokens = new TokenSource(ask);
  feed.parts.tokens = tokens;
  feed.signals.add((signal) => {
    if (signal.kind === 'connected') tokens.proven();
    else if (signal.kind === 'closing' && signal.reason === 'expired') tokens.refused();
    else if (signal.kind === 'expiring') {
      // What cannot be loaded now is of no use later: the next connection has a newer token.
      feed.actions.get().then(
        (actions) => actions.renew(signal.expires),
        () => {},
      );
    }
  });
  return tokens;
}

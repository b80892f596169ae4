using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Hub.Index;

/// <summary>Offers an event once to each of the lane's clients that must have it. The lane's loop only.</summary>
internal sealed class Recipients(ClientDirectory audience, FlushWindow window)
{
    private readonly List<ClientSet> _followers = [];
    private long _stamp;

    /// <param name="frame">What to offer.</param>
    /// <param name="joined">The last <see cref="FeedClient.Number"/> that gets it: clients that joined later do not.</param>
    /// <param name="isLast">Nothing follows in this turn.</param>
    /// <returns>How many events were written on the spot.</returns>
    internal int Offer(EventFrame frame, long joined, bool isLast) => frame.Event.To switch
    {
        { Client: { } id } => OfferIfWanted(audience.Find(id), frame, joined, isLast),
        { User: { } user } => OfferToUser(user, frame, joined, isLast),
        _ => OfferToFollowers(frame, joined, isLast),
    };

    private int OfferIfWanted(FeedClient? client, EventFrame frame, long joined, bool isLast) =>
        client?.Number <= joined && client.Subscription.Wants(frame.Event) ? window.Offer(client, frame, isLast) : 0;

    private int OfferToUser(string user, EventFrame frame, long joined, bool isLast)
    {
        var written = 0;
        foreach (var client in audience.FindUser(user)?.Snapshot() ?? [])
        {
            written += OfferIfWanted(client, frame, joined, isLast);
        }

        return written;
    }

    private int OfferToFollowers(EventFrame frame, long joined, bool isLast)
    {
        _followers.Clear();
        if (frame.Event.Topic is { } topic)
        {
            audience.Collect(topic, _followers);
        }
        else
        {
            _followers.Add(audience.Everyone);
        }

        _stamp++;
        foreach (var id in frame.Event.Except)
        {
            audience.Find(id)?.Stamp = _stamp;
        }

        var written = 0;
        foreach (var set in _followers)
        {
            foreach (var client in set.Snapshot())
            {
                if (client.Stamp != _stamp && client.Number <= joined)
                {
                    client.Stamp = _stamp;
                    written += window.Offer(client, frame, isLast);
                }
            }
        }

        return written;
    }
}

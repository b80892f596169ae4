using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>
/// Agrees on compression (RFC 7692). Neither side keeps a context: a message of the service is the same bytes for all
/// clients, and no client costs a compressor or a window.
/// </summary>
internal static class PerMessageDeflate
{
    private const string Name = "permessage-deflate";
    private const string ServerContext = "server_no_context_takeover";
    private const string ClientContext = "client_no_context_takeover";
    private const string ServerWindow = "server_max_window_bits";
    private const string ClientWindow = "client_max_window_bits";

    /// <summary>The header <c>Sec-WebSocket-Extensions</c> of the answer when an offer is accepted.</summary>
    internal const string Accepted = $"{Name}; {ServerContext}; {ClientContext}";

    /// <summary>Whether one of the client's offers can be accepted.</summary>
    internal static bool IsOffered(StringValues extensions)
    {
        foreach (var line in extensions)
        {
            foreach (var offer in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (offer.Split(';', StringSplitOptions.TrimEntries) is [Name, .. var parameters] && AreKnown(parameters))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // An offer with an unknown, repeated or wrong parameter is declined. So is one that limits the window of the service:
    // its bytes are the same for everyone.
    private static bool AreKnown(string[] parameters)
    {
        var seen = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            var (name, value) = parameter.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right]
                ? (left, HeaderUtilities.RemoveQuotes(right).ToString())
                : (parameter, null);
            var isKnown = name switch
            {
                ServerContext or ClientContext => value is null,
                ServerWindow => value == "15",
                ClientWindow => value is null || IsWindow(value),
                _ => false,
            };
            if (!isKnown || !seen.Add(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWindow(string bits) =>
        int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 8 and <= 15 &&
        bits[0] != '0';
}

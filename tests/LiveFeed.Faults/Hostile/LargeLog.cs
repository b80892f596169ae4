using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Faults.Hostile;

/// <summary>A log in which everything that can be asked for is large.</summary>
internal static class LargeLog
{
    /// <summary>Publishes events near the default limit of their data, and an event of each of very many topics.</summary>
    /// <param name="service">Where to.</param>
    /// <param name="bytes">Of the large events together.</param>
    /// <param name="topics">How many.</param>
    internal static async Task FillAsync(Service service, int bytes, int topics)
    {
        for (var i = 0; i < bytes / HostileBodies.LargeBytes; i++)
        {
            using var large = new StringContent(new string('x', HostileBodies.LargeBytes));
            (await service.Http.PostAsync(new Uri($"/topics/big/{i % 10}", UriKind.Relative), large))
                .EnsureSuccessStatusCode()
                .Dispose();
        }

        var lines = string.Concat(Enumerable.Range(0, topics).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{{\"topic\":\"many/{i / 1000}/{i}\",\"data\":{i}}}\n")));
        using var many = new ByteArrayContent(Encoding.ASCII.GetBytes(lines));
        many.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        (await service.Http.PostAsync(new Uri("/events", UriKind.Relative), many)).EnsureSuccessStatusCode().Dispose();
    }
}

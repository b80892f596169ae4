using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Badges;

/// <summary>The parameters of <c>GET /sparkline.svg</c>, as they were given.</summary>
internal sealed record SparklineParameters : PictureParameters
{
    private const int MinWidth = 16;
    private const int DefaultWidth = 120;
    private const int MaxWidth = 1_000;
    private const int MinHeight = 8;
    private const int DefaultHeight = 24;
    private const int MaxHeight = 300;

    /// <summary>How far back it goes: a time span from <c>00:00:10</c> to <c>1.00:00:00</c>.</summary>
    [FromQuery(Name = "window"), DefaultValue("01:00:00")]
    public string? Window { get; init; }

    /// <summary>In pixels.</summary>
    [FromQuery(Name = "width"), Reads(typeof(int)), Range(MinWidth, MaxWidth), DefaultValue(DefaultWidth)]
    public string? Width { get; init; }

    /// <summary>In pixels.</summary>
    [FromQuery(Name = "height"), Reads(typeof(int)), Range(MinHeight, MaxHeight), DefaultValue(DefaultHeight)]
    public string? Height { get; init; }

    internal (int Width, int Height) ReadSize(QueryParameters query) => (
        query.Number("width", Width, MinWidth, MaxWidth, DefaultWidth),
        query.Number("height", Height, MinHeight, MaxHeight, DefaultHeight));
}

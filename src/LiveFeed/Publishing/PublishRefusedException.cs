using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>Events were refused where that is no answer to anybody, or ends what was asked.</summary>
internal sealed class PublishRefusedException(Refusal refusal) : Exception(refusal.ForOperators ?? refusal.Text)
{
    internal Refusal Refusal => refusal;
}
